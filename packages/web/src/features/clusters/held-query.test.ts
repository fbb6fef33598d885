import { matchQuery } from '@fairlead/control-plane/workload-query/match-query'
import { parseQuery } from '@fairlead/control-plane/workload-query/parse-query'
import { expect, test } from 'vitest'
import type { Workload } from '../workloads/phases.ts'
import { heldQuery, hoursBack } from './held-query.ts'

const NOW = Date.parse('2026-01-01T12:00:00Z')
const MINUTE = 60_000
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE).toISOString()

test('the list of a time has what was there in it, and neither what had ended nor what came later', () => {
  const query = heldQuery({ from: NOW - 60 * MINUTE, until: NOW - 30 * MINUTE }, NOW)
  const { terms } = parseQuery(query)
  const isThere = (submitted: number, finished: number | null) =>
    matchQuery(
      terms ?? [],
      { submittedAt: at(submitted), finishedAt: finished === null ? null : at(finished) } as Workload,
      NOW,
      () => undefined,
    )
  expect(terms).toHaveLength(2)
  expect(isThere(90, 45)).toBe(true)
  expect(isThere(90, null)).toBe(true)
  expect(isThere(90, 70)).toBe(false)
  expect(isThere(10, null)).toBe(false)
})

test('a time that reaches until now asks only for what had not ended before', () => {
  expect(heldQuery({ from: NOW - 60 * MINUTE, until: NOW + 15 * MINUTE }, NOW)).toBe('-finished:>60m')
})

test('what has ended is read as far back as is looked', () => {
  expect(hoursBack({ from: NOW - 60 * MINUTE, until: NOW }, NOW)).toBe(1)
  expect(hoursBack({ from: NOW - 7 * 60 * MINUTE, until: NOW }, NOW)).toBe(24)
  expect(hoursBack({ from: NOW - 160 * 60 * MINUTE, until: NOW }, NOW)).toBe(168)
})
