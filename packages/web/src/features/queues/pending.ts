import { useQuery } from '@tanstack/react-query'
import { defined } from '../../lib/search.ts'
import { trpc, type Inputs, type Outputs } from '../../lib/trpc.ts'
import type { QueueSearch } from './queue-search.ts'

export type Pending = Outputs['queues']['pending']
export type PendingWorkload = Pending['items'][number]
export type Line = Pending['queues'][number]
export type PendingFilter = Pick<
  NonNullable<Inputs['queues']['pending']>,
  'nodePool' | 'project' | 'department' | 'reason' | 'permanent' | 'search'
>

/** The filter of an address as the API takes it. */
export function pendingFilter({
  pool,
  project,
  department,
  reason,
  permanent,
  q,
}: QueueSearch & { department?: string }): PendingFilter {
  return defined({ nodePool: pool, project, department, reason, permanent, search: q })
}

/** How much waits, where and why, over everything that matches: counted by the control plane. */
export function usePendingTotals(filter: PendingFilter) {
  return useQuery({ ...pendingTotals(filter), placeholderData: (before) => before })
}

/** The question behind that. */
export function pendingTotals(filter: PendingFilter) {
  return trpc.queues.pending.queryOptions({ ...filter, pageSize: 0 })
}

/** Rows of one request. */
export const WINDOW = 100

/** The rows of one window of the list, the first is 0. It stays as it was read until the news say otherwise. */
export function pendingWindow(filter: PendingFilter, number: number) {
  return trpc.queues.pending.queryOptions(
    { ...filter, skip: number * WINDOW, pageSize: WINDOW },
    { staleTime: Infinity },
  )
}

/** What the scheduler decided last. */
export const recentDecisions = trpc.queues.decisions.queryOptions({ limit: 30 })
