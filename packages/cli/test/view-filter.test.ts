import type { Workload } from '@fairlead/sdk'
import { expect, test } from 'vitest'
import { viewFilter } from '../src/lib/view-filter.ts'

test('a view of the console is a filter of the list, and what is not known of it is passed over', () => {
  const { filter, compare } = viewFilter({
    search: {
      q: 'gpu:>4',
      phase: ['FAILED'],
      pool: 'h100',
      since: '24h',
      active: true,
      columns: { hidden: [] },
      later: 7,
    },
  })
  expect(filter).toMatchObject({ query: 'gpu:>4', phase: ['FAILED'], nodePool: 'h100', active: true })
  expect(Date.now() - Date.parse(filter.since ?? '')).toBeLessThan(24.1 * 3_600_000)
  expect(compare).toBeUndefined()
  expect(viewFilter({ search: { since: 'whenever', sort: 'nowhere' } })).toEqual({ filter: {}, compare: undefined })
})

test('a view keeps its order, with what is not known at the end where the most comes first', () => {
  const job = (name: string, finishedAt: string | null) => ({ name, finishedAt }) as Workload
  const jobs = [job('a', null), job('b', '2026-11-02'), job('c', '2026-11-03')]
  const { compare } = viewFilter({ search: { sort: 'finished' } })
  expect(jobs.toSorted(compare).map(({ name }) => name)).toEqual(['c', 'b', 'a'])
  expect(jobs.toSorted(viewFilter({ search: { sort: 'name', asc: true } }).compare).map(({ name }) => name)).toEqual([
    'a',
    'b',
    'c',
  ])
})
