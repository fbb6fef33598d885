import { expect, test } from 'vitest'
import type { Workload } from '../workloads/phases.ts'
import { groupNodes, groupRows, rackLabels } from './node-groups.ts'

const MINUTE = 60_000
const FROM = Date.parse('2026-01-01T11:00:00Z')
const WINDOW = { from: FROM, until: FROM + 60 * MINUTE }
const node = (name: string, pool: string | null, labels: Record<string, string> = {}) => ({
  name,
  labels,
  nodePool: pool === null ? null : { id: pool, name: pool },
})
const work = (nodes: string[], from: number, until: number, phase = 'SUCCEEDED') =>
  ({
    nodes,
    startedAt: new Date(FROM + from * MINUTE).toISOString(),
    finishedAt: new Date(FROM + until * MINUTE).toISOString(),
    status: { phase, generation: 1 },
  }) as unknown as Workload

test('nodes are grouped by pool or by a label, and those without it come last', () => {
  const nodes = [node('z', null), node('a', 'h100', { rack: 'r2' }), node('b', 'a100', { rack: 'r1' })]
  expect([...groupNodes(nodes, 'pool').keys()]).toEqual(['a100', 'h100', 'no pool'])
  expect([...groupNodes(nodes, 'rack').keys()]).toEqual(['r1', 'r2', 'without rack'])
})

test('labels to group by are those of topologies that tell nodes apart, the nearest first', () => {
  const nodes = [node('a', 'p', { zone: 'z', 'dc/rack': 'r1' }), node('b', 'p', { zone: 'z', 'dc/rack': 'r2' })]
  expect(rackLabels(nodes, [['zone', 'dc/rack'], []])).toEqual(['dc/rack'])
})

test('a node that several share is held once, and a step in which work failed says so', () => {
  const groups = groupNodes([node('a', 'p'), node('b', 'p')], 'pool')
  const held = [work(['a'], 0, 10), work(['a'], 5, 30), work(['a', 'b'], 20, 30.5, 'FAILED'), work(['other'], 0, 60)]
  const [row] = groupRows(groups, held, WINDOW, WINDOW.until)
  const at = (minute: number) => row?.bars[minute]
  expect(row?.name).toBe('p · 2 nodes')
  expect(at(3)?.level).toBe(0.5)
  expect(at(25)?.level).toBe(1)
  expect(at(30)?.level).toBe(0.5)
  expect(at(40)?.level).toBe(0)
  expect(row?.bars.flatMap(({ mark }, index) => (mark ? [index] : []))).toEqual([30])
  expect(at(30)?.about).toBe('p: 1 of 2 nodes held, 1 failed')
})

test('what is yet to come has no level, and the newest step counts only what has passed of it', () => {
  const groups = groupNodes([node('a', 'p')], 'pool')
  const [row] = groupRows(groups, [work(['a'], 0, 60)], WINDOW, FROM + 10.5 * MINUTE)
  expect(row?.bars).toHaveLength(11)
  expect(row?.bars.map(({ level }) => level)).toEqual(Array.from({ length: 11 }, () => 1))
  expect(groupRows(groups, [], WINDOW, FROM - 10 * MINUTE)[0]?.bars).toEqual([])
})
