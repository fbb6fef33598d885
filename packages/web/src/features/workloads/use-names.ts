import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'

/** Names of clusters and pools by id, as far as the reader may see them; `undefined` while they are read. */
export function useNames(): ReadonlyMap<string, string> | undefined {
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const isLoading = clusters.isLoading || pools.isLoading
  return useMemo(() => {
    if (isLoading) return undefined
    const all = [...(clusters.data?.items ?? []), ...(pools.data?.items ?? [])]
    return new Map(all.map(({ id, name }) => [id, name]))
  }, [isLoading, clusters.data, pools.data])
}
