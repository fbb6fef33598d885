import { expect, test } from 'vitest'
import type { Workload } from '../workloads/phases.ts'
import { ganttRows, heldSpan, projectsOf, type Decision } from './gantt-rows.ts'

const up = (name: string) => ({ name, ready: true })
const NOW = Date.parse('2026-01-01T12:00:00Z')

function workload(change: object): Workload {
  const base = { id: 'w', name: 'w', project: { id: 'p', name: 'vision' }, nodes: ['a-0'], startEstimate: null }
  return {
    ...base,
    startedAt: '2026-01-01T11:00:00Z',
    finishedAt: null,
    status: { phase: 'RUNNING', generation: 1, since: '2026-01-01T11:00:00Z' },
    ...change,
  } as unknown as Workload
}

test('work lies on each node that it held, once, from its start to its end or to now', () => {
  const gang = workload({ id: 'gang', nodes: ['a-0', 'a-1', 'a-0'] })
  const failed = workload({ id: 'bad', finishedAt: '2026-01-01T11:30:00Z', status: { phase: 'FAILED' } })
  const again = workload({ id: 'again', status: { phase: 'QUEUED' } })
  const [first, second, ...others] = ganttRows(
    [up('a-0'), { ...up('a-1'), ready: false }],
    [gang, failed, again],
    [],
    [],
    NOW,
  )
  expect(first?.bars.map(({ id, end, kind, mark }) => [id, end === NOW, kind, mark])).toEqual([
    ['gang', true, 'now', undefined],
    ['bad', false, 'past', 'failed'],
  ])
  expect(second?.bars.map(({ id }) => id)).toEqual(['gang'])
  expect(second?.name).toBe('a-1 · not ready')
  expect(others).toEqual([])
})

test('what is expected stands below, the earliest first, never before now', () => {
  const at = (id: string, p50: string | null, p90: string | null) =>
    workload({ id, startedAt: null, project: { id: 'q', name: 'speech' }, startEstimate: { p50, p90 } })
  const waiting = [
    at('late', '2026-01-01T13:00:00Z', null),
    at('soon', '2026-01-01T11:50:00Z', '2026-01-01T12:10:00Z'),
    at('no', null, null),
  ]
  const next = ganttRows([], [], waiting, [], NOW).at(-1)
  expect(next?.bars.map(({ id, start, kind }) => [id, start >= NOW, kind])).toEqual([
    ['soon', true, 'next'],
    ['late', true, 'next'],
  ])
  expect(projectsOf(waiting)).toEqual(['speech'])
})

test('work that was started again holds its nodes since its last start, not since its first', () => {
  const again = workload({ status: { phase: 'RUNNING', generation: 3, since: '2026-01-01T11:50:00Z' } })
  expect(heldSpan(again, NOW)).toEqual([Date.parse('2026-01-01T11:50:00Z'), NOW])
  expect(heldSpan(workload({}), NOW)?.[0]).toBe(Date.parse('2026-01-01T11:00:00Z'))
})

test('who had to make room is marked on the nodes that it left, with for whom and why', () => {
  const decision = {
    id: 7,
    kind: 'preempted',
    at: '2026-01-01T11:30:00Z',
    workload: { id: 'v', name: 'victim' },
    project: 'vision',
    cluster: 'atlas',
    nodes: ['a-0', 'gone'],
    cause: 'RECLAIM',
    beneficiary: { workload: null, project: 'another project' },
  } as unknown as Decision
  const [row] = ganttRows([up('a-0')], [], [], [decision, { ...decision, kind: 'assigned' }], NOW)
  expect(row?.bars.map(({ kind, mark, about }) => [kind, mark, about])).toEqual([
    [
      'event',
      'preempted',
      'victim of vision made room for work of another project: its project held more than it is owed',
    ],
  ])
})
