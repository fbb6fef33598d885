import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { pendingWindow, WINDOW, type PendingFilter, type PendingWorkload } from './pending.ts'

/** Whoever scrolls past is not read for. */
const PAUSE_MS = 60

interface PendingWindows {
  rowOf: (number: number) => PendingWorkload | undefined
  /** What is on screen has changed since, and is held. */
  isBehind: boolean
  error: unknown
  refresh: () => void
}

/**
 * Reads what is on screen, wherever in the list that is: `from` and `to` are numbers of workloads among all matches. While `isHeld`, what was read stays as
 * it is, because a row must never move under the pointer.
 */
export function usePendingWindows(filter: PendingFilter, from: number, to: number, isHeld: boolean): PendingWindows {
  const client = useQueryClient()
  const first = Math.max(0, Math.floor(from / WINDOW))
  const last = Math.max(first, Math.floor(Math.max(0, to) / WINDOW))
  const [range, setRange] = useState({ first, last })
  useEffect(() => {
    const timer = setTimeout(() => setRange({ first, last }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [first, last])
  const queries = Array.from({ length: range.last - range.first + 1 }, (_, index) =>
    pendingWindow(filter, range.first + index),
  )
  const results = useQueries({
    queries: queries.map((query) => ({
      ...query,
      enabled: !isHeld || client.getQueryData(query.queryKey) === undefined,
    })),
  })
  const windows = useMemo(
    () => new Map(results.map(({ data }, index) => [range.first + index, data?.items])),
    [results, range.first],
  )
  return {
    rowOf: (number) => windows.get(Math.floor(number / WINDOW))?.[number % WINDOW],
    isBehind: isHeld && results.some(({ isStale, data }) => isStale && data !== undefined),
    error: results.find(({ error, data }) => error && data === undefined)?.error ?? null,
    refresh: () => {
      for (const { refetch } of results) void refetch()
    },
  }
}
