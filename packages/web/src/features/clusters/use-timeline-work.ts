import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { defined } from '../../lib/search.ts'
import { api, trpc, type Inputs } from '../../lib/trpc.ts'
import type { Workload } from '../workloads/phases.ts'
import { readPages } from './read-pages.ts'

const PAGE = 1000
/** At most so many of what goes on, and so many of what has ended. */
export const WORK_MAX = 5000
const EVERY_MS = 5000
/** Many pages cost the control plane more, and a picture of so much work changes little in such a time. */
const SELDOM_MS = 20_000
const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const
const DECISIONS_MAX = 200

/**
 * The work that a cluster holds, and held in the last `hours`, what waits anywhere, and who had to make room here: the newest of each, up to
 * {@link WORK_MAX}.
 */
export function useTimelineWork(cluster: string, hours: number) {
  const active = usePages('active', { cluster, active: true })
  const ended = usePages('ended', { cluster, phase: [...ENDED], query: `finished:<${hours}h` })
  const queued = useQuery(
    trpc.workloads.list.queryOptions({ phase: ['QUEUED'], pageSize: 200 }, { refetchInterval: EVERY_MS }),
  )
  const decisions = useQuery(
    trpc.queues.decisions.queryOptions({ limit: DECISIONS_MAX }, { refetchInterval: EVERY_MS }),
  )
  return { active, ended, queued, decisions }
}

function usePages(what: string, filter: Inputs['workloads']['list']) {
  return useQuery({
    queryKey: ['timeline-work', what, filter],
    queryFn: ({ signal }) =>
      readPages<Workload>(
        (pageToken) => api.workloads.list.query({ ...filter, pageSize: PAGE, ...defined({ pageToken }) }, { signal }),
        WORK_MAX,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) > PAGE ? SELDOM_MS : EVERY_MS),
  })
}
