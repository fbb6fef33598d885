import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { confirmPruneCommands } from './cluster-label-commands.ts'
import type { Cluster } from './cluster-health.tsx'
import { pruneCounts } from './prune-counts.ts'

/** Asks before an agent is told that it may remove what it would not remove all at once, with how much that is. */
export function PruneDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const commands = confirmPruneCommands(cluster.name)
  const confirm = useDeed(trpc.clusters.confirmPrune.mutationOptions(), {
    said: ({ name }) => ({ title: `${name} may remove what it was told to remove` }),
    commands,
    reads: [trpc.clusters],
    after: onClose,
  })
  const counts = pruneCounts(cluster.pruneRefusal)
  return (
    <ConfirmDialog
      title={`Let ${cluster.name} remove what it keeps`}
      isOpen
      onClose={onClose}
      isDanger
      typeToConfirm={cluster.name}
      consequence={
        <>
          <p>
            {counts
              ? `Its agent removes ${plural(counts.removed, 'item')} of the ${counts.held} that it was given: runs among them stop, and with them goes what belongs to them in the cluster.`
              : 'Its agent removes what it was told to remove: runs among it stop, and with them goes what belongs to them in the cluster.'}{' '}
            {plural(cluster.runs, 'run')} {cluster.runs === 1 ? 'is' : 'are'} wanted there and{' '}
            {cluster.runs === 1 ? 'stays' : 'stay'}.
          </p>
          <p>
            It asks because so much at once may come from a control plane that was restored from a backup and does not
            know of newer work. Look at the list of runs first: what is missing there ends.
          </p>
        </>
      }
      action="Let it remove them"
      commands={commands}
      isBusy={confirm.isPending}
      error={confirm.error}
      onConfirm={() => confirm.mutate({ cluster: cluster.id })}
    />
  )
}
