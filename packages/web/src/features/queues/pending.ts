import { useQuery } from '@tanstack/react-query'
import { defined } from '../../lib/search.ts'
import { trpc, type Inputs, type Outputs } from '../../lib/trpc.ts'
import type { QueueSearch } from './queue-search.ts'

export type Pending = Outputs['queues']['pending']
export type PendingWorkload = Pending['items'][number]
export type Line = Pending['queues'][number]
export type PendingFilter = Pick<
  NonNullable<Inputs['queues']['pending']>,
  'nodePool' | 'project' | 'reason' | 'permanent' | 'search'
>

/** The filter of an address as the API takes it. */
export function pendingFilter({ pool, project, reason, permanent, q }: QueueSearch): PendingFilter {
  return defined({ nodePool: pool, project, reason, permanent, search: q })
}

/** How much waits, where and why, over everything that matches: counted by the control plane. */
export function usePendingTotals(filter: PendingFilter) {
  return useQuery(trpc.queues.pending.queryOptions({ ...filter, pageSize: 0 }, { placeholderData: (before) => before }))
}
