import { useMutation } from '@tanstack/react-query'
import { toast } from '../../components/toast/toasts.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: trpc.clusters.pathKey() })
}

/** Changes to a cluster. Each is asked for by a dialog, which shows what was refused. */
export function useClusterActions() {
  const update = useMutation(
    trpc.clusters.update.mutationOptions({
      onSuccess: (cluster, { paused, logPolicy }) => {
        refresh()
        if (paused !== undefined)
          toast({ tone: 'success', title: `${cluster.name} is ${cluster.paused ? 'paused' : 'resumed'}` })
        if (logPolicy !== undefined)
          toast({ tone: 'success', title: `Log policy of ${cluster.name} is ${cluster.logPolicy}` })
      },
    }),
  )
  const revoke = useMutation(
    trpc.clusters.revoke.mutationOptions({
      onSuccess: (cluster) => {
        refresh()
        toast({
          tone: 'success',
          title: `${cluster.name} is revoked`,
          detail: 'Its agent loses contact within seconds.',
        })
      },
    }),
  )
  const newToken = useMutation(trpc.clusters.createJoinToken.mutationOptions({ onSuccess: refresh }))
  return { update, revoke, newToken }
}
