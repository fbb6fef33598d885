import { useMutation } from '@tanstack/react-query'
import { toast } from '../../components/toast/toasts.ts'
import { queryClient } from '../../lib/query-client.ts'
import { trpc } from '../../lib/trpc.ts'

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: trpc.clusters.pathKey() })
}

/** Changes to the release of a cluster's agent. */
export function useReleaseActions() {
  const approve = useMutation(
    trpc.clusters.approveUpgrade.mutationOptions({
      onSuccess: ({ cluster, current }) => {
        refresh()
        toast({ tone: 'success', title: `${cluster.name} becomes ${current?.toVersion ?? 'the release'}` })
      },
    }),
  )
  const cancel = useMutation(
    trpc.clusters.cancelUpgrade.mutationOptions({
      onSuccess: ({ cluster }) => {
        refresh()
        toast({ tone: 'success', title: `The upgrade of ${cluster.name} was taken back` })
      },
    }),
  )
  const set = useMutation(trpc.clusters.setUpgrades.mutationOptions({ onSuccess: refresh }))
  return { approve, cancel, set }
}
