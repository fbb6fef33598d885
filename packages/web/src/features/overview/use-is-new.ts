import { useQuery } from '@tanstack/react-query'
import { trpc, type Outputs } from '../../lib/trpc.ts'

/** Nothing was ever submitted, as far as the reader may see: there are clusters, and what they are for has not begun. */
export function useIsNew(overview: Outputs['overview']['get'] | undefined): boolean {
  const isQuiet = overview !== undefined && Object.values(overview.workloads).every((count) => count === 0)
  // What ended more than a day ago is not counted.
  const newest = useQuery(trpc.workloads.list.queryOptions({ pageSize: 1 }, { enabled: isQuiet }))
  return isQuiet && newest.data?.items.length === 0
}
