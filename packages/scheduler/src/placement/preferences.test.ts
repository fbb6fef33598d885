import { expect, test } from 'vitest'
import type { LabelRule } from '../delta.ts'
import { cluster, node, plan, pool, queue, quota, workload, workloads, world, type World } from '../../test/world.ts'

const open = [cluster('c1'), pool('p1'), queue('a', quota(null))]
const isFast: LabelRule[] = [{ key: 'disk', operator: 'In', values: ['nvme'] }]
const isNew: LabelRule[] = [{ key: 'old', operator: 'DoesNotExist', values: [] }]

function places(w: World): Record<string, string[]> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds]))
}

test('of the nodes with room, those with the larger sum of weights are filled first', () => {
  const nodes = [
    node('n1', 2, { labels: { disk: 'hdd' } }),
    node('n2', 1, { labels: { disk: 'nvme', old: '' } }),
    node('n3', 1, { labels: { disk: 'nvme' } }),
    node('n4', 1, { labels: { old: '' } }),
  ]
  const nodePreferences = [
    { weight: 3, rules: isFast },
    { weight: 1, rules: isNew },
  ]
  expect(places(world(open, nodes, workloads(6, 'w', 'a', 1, { nodePreferences })))).toEqual({
    w0: ['n3'],
    w1: ['n2'],
    w2: ['n1'],
    w3: ['n1'],
    w4: ['n4'],
  })
})

test('a preference never keeps work waiting, and a taint that is disliked weighs more', () => {
  const nodes = [
    node('n1', 1, { labels: { disk: 'nvme' }, taints: [{ key: 'spot', value: '', effect: 'PreferNoSchedule' }] }),
    node('n2', 1),
  ]
  const nodePreferences = [{ weight: 100, rules: isFast }]
  expect(places(world(open, nodes, workloads(2, 'w', 'a', 1, { nodePreferences })))).toEqual({ w0: ['n2'], w1: ['n1'] })
})

test('what is unwelcome has a weight below nothing', () => {
  const nodes = [node('n1', 1, { labels: { disk: 'nvme' } }), node('n2', 1)]
  const nodePreferences = [{ weight: -1, rules: isFast }]
  expect(places(world(open, nodes, workload('w', 'a', 1, { nodePreferences })))).toEqual({ w: ['n2'] })
})

test('preferences do not bend what others are given, and single hosts can be preferred by hundreds', () => {
  const nodes = Array.from({ length: 300 }, (_, i) =>
    node(`n${String(i).padStart(3, '0')}`, 1, { labels: { host: `h${i}` } }),
  )
  const asked = Array.from({ length: 200 }, (_, i) =>
    workload(`w${i}`, 'a', 1, {
      submittedAt: i,
      nodePreferences: [{ weight: 1, rules: [{ key: 'host', operator: 'In', values: [`h${299 - i}`] }] }],
    }),
  )
  const placed = places(world(open, nodes, asked, workload('plain', 'a', 1, { submittedAt: 0 })))
  for (let i = 0; i < 200; i++) expect(placed[`w${i}`]).toEqual([`n${String(299 - i).padStart(3, '0')}`])
  expect(placed['plain']).toEqual(['n000'])
})

test('half of a large pool can be preferred, spread or packed', () => {
  const nodes = Array.from({ length: 100 }, (_, i) =>
    node(`n${String(i).padStart(2, '0')}`, 2, { labels: { disk: i % 2 ? 'nvme' : 'hdd' } }),
  )
  const asked = workloads(100, 'w', 'a', 1, { nodePreferences: [{ weight: 1, rules: isFast }] })
  for (const strategy of ['binpack', 'spread'] as const) {
    const placed = places(world(open, pool('p1', { strategy }), nodes, asked))
    expect(
      Object.values(placed).every(([id]) => Number(id!.slice(1)) % 2 === 1),
      strategy,
    ).toBe(true)
    expect(placed['w1']![0] === placed['w0']![0]).toBe(strategy === 'binpack')
  }
})
