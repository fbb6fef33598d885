import { expect, test } from 'vitest'
import type { Workload } from '../workloads/phases.ts'
import { ganttRows, projectsOf } from './gantt-rows.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')

function workload(change: object): Workload {
  const base = { id: 'w', name: 'w', project: { id: 'p', name: 'vision' }, nodes: ['a-0'], startEstimate: null }
  return {
    ...base,
    startedAt: '2026-01-01T11:00:00Z',
    finishedAt: null,
    status: { phase: 'RUNNING' },
    ...change,
  } as unknown as Workload
}

test('work lies on each node that it held, once, from its start to its end or to now', () => {
  const gang = workload({ id: 'gang', nodes: ['a-0', 'a-1', 'a-0'] })
  const failed = workload({ id: 'bad', finishedAt: '2026-01-01T11:30:00Z', status: { phase: 'FAILED' } })
  const again = workload({ id: 'again', status: { phase: 'QUEUED' } })
  const [first, second, ...others] = ganttRows(['a-0', 'a-1'], [gang, failed, again], [], NOW)
  expect(first?.bars.map(({ id, end, kind, isBad }) => [id, end === NOW, kind, isBad])).toEqual([
    ['gang', true, 'now', false],
    ['bad', false, 'past', true],
  ])
  expect(second?.bars.map(({ id }) => id)).toEqual(['gang'])
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
  const next = ganttRows([], [], waiting, NOW).at(-1)
  expect(next?.bars.map(({ id, start, kind }) => [id, start >= NOW, kind])).toEqual([
    ['soon', true, 'next'],
    ['late', true, 'next'],
  ])
  expect(projectsOf(waiting)).toEqual(['speech'])
})
