import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { onLive } from '../../lib/live/live-client.ts'
import { queryClient } from '../../lib/query-client.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { patchRows, type Pages } from './patch-rows.ts'
import type { Workload } from './phases.ts'
import { listInput, matchesFilter } from './workload-filter.ts'
import type { WorkloadFilter } from './workload-search.ts'

/** The first page is small, so that it is there at once; the others are as large as the API gives. */
const FIRST_PAGE = 200
const NEXT_PAGES = 1000
export const ROWS_MAX = 10_000
/** Ids asked for in one request: its address must fit. */
const IDS_PER_REQUEST = 100

/**
 * The workloads of a filter, newest first, page by page, kept current by reading only the rows that changed. Requests go out at most four
 * times a second, because that is how often the stream speaks. What each cost is read only when it is asked for.
 */
export function useWorkloadRows(filter: WorkloadFilter, hasCosts: boolean) {
  const key = useMemo(() => ['workload-rows', filter, hasCosts] as const, [filter, hasCosts])
  const department = useQuery(
    trpc.projects.list.queryOptions(
      { department: filter.department ?? '' },
      { enabled: filter.department !== undefined },
    ),
  )
  const projects = useMemo(
    () => (filter.department ? new Set((department.data?.items ?? []).map(({ id }) => id)) : undefined),
    [filter.department, department.data],
  )
  const isByDepartment = filter.q?.includes('department:') === true
  const all = useQuery(trpc.projects.list.queryOptions({}, { enabled: isByDepartment }))
  const departments = useMemo(
    () => new Map((all.data?.items ?? []).map(({ id, department: of }) => [id, of.name])),
    [all.data],
  )
  const belongs = useCallback(
    (row: Workload) =>
      // Until departments are known, what the control plane found belongs.
      (isByDepartment && departments.size === 0) ||
      matchesFilter(row, filter, projects, Date.now(), (id) => departments.get(id)),
    [filter, projects, departments, isByDepartment],
  )
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.workloads.list.query(
        {
          ...listInput(filter, Date.now()),
          ...costsIf(hasCosts),
          pageSize: pageParam === undefined ? FIRST_PAGE : NEXT_PAGES,
          ...(pageParam === undefined ? {} : { pageToken: pageParam }),
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) =>
      pages.reduce((sum, page) => sum + page.items.length, 0) >= ROWS_MAX
        ? undefined
        : (last.nextPageToken ?? undefined),
    staleTime: Infinity,
  })
  useEffect(() => {
    let isReading = false
    let waiting = new Set<string>()
    const read = async () => {
      if (isReading || waiting.size === 0) return
      isReading = true
      const ids = [...waiting]
      waiting = new Set()
      try {
        const fresh = await readRows(ids, hasCosts)
        queryClient.setQueryData<Pages<Workload>>(key, (list) => (list ? patchRows(list, fresh, belongs) : list))
      } catch {
        // The stream strip says that the control plane is away; its return reads everything again.
      } finally {
        isReading = false
        if (waiting.size > 0) void read()
      }
    }
    return onLive((news) => {
      if (news.type === 'reset') return
      const { workload } = news.topics
      if (!workload) return
      if (workload.many) {
        void queryClient.invalidateQueries({ queryKey: key })
        return
      }
      for (const id of workload.ids) waiting.add(id)
      void read()
    })
  }, [key, belongs, hasCosts])
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return { query, rows, belongs }
}

const costsIf = (isWanted: boolean) => (isWanted ? { cost: true } : {})

async function readRows(ids: readonly string[], hasCosts: boolean): Promise<Workload[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_PER_REQUEST) }, (_, index) =>
    ids.slice(index * IDS_PER_REQUEST, (index + 1) * IDS_PER_REQUEST),
  )
  const answers = await Promise.all(
    parts.map((part) => api.workloads.list.query({ ids: part, pageSize: IDS_PER_REQUEST, ...costsIf(hasCosts) })),
  )
  return answers.flatMap(({ items }) => items)
}
