import { useQuery, type QueryClient } from '@tanstack/react-query'
import { trpc } from '../../lib/trpc.ts'
import { useWhoami, whoamiOptions, type Whoami } from '../../lib/whoami.ts'

export const NODE_TOP_EVERY_MS = 15_000

export const nodeTopOptions = trpc.metrics.top.queryOptions({ by: 'node' }, { refetchInterval: NODE_TOP_EVERY_MS })

/** How busy each node is, as last measured, once `isWanted`. It tells of everybody's work, so who sees only projects is not told. */
export function useNodeTop(isWanted = true) {
  const whoami = useWhoami()
  return useQuery({ ...nodeTopOptions, enabled: isWanted && canSeeTop(whoami) })
}

/** Reads it before anything asks for it. */
export function readNodeTopAhead(client: QueryClient): void {
  if (canSeeTop(client.getQueryData(whoamiOptions.queryKey))) void client.prefetchQuery(nodeTopOptions)
}

function canSeeTop(whoami: Whoami | undefined): boolean {
  return whoami?.permissions.includes('cluster:read') ?? false
}
