import { useState } from 'react'
import { Textarea } from '../../components/input/textarea.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { labelChangesBetween, readLabelChanges, writeLabelChanges } from '../../lib/label-changes.ts'
import { trpc } from '../../lib/trpc.ts'
import { clusterLabelCommands } from './cluster-label-commands.ts'
import type { Cluster } from './cluster-health.tsx'

/** The labels of a cluster, by which work asks for clusters. */
export function LabelsDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const [text, setText] = useState(() => writeLabelChanges({ set: cluster.labels, removed: [] }).join('\n'))
  const read = readLabelChanges(text)
  const error = read.error ?? (read.removed.length > 0 ? 'write key=value; what is not there is taken off' : undefined)
  const commands = clusterLabelCommands(cluster.name, cluster.labels, read.set)
  const update = useDeed(trpc.clusters.update.mutationOptions(), {
    said: ({ name }) => ({ title: `${name} has new labels` }),
    commands,
    reads: [trpc.clusters],
    after: onClose,
  })
  const isChanged = writeLabelChanges(labelChangesBetween(cluster.labels, read.set)).length > 0
  return (
    <ConfirmDialog
      title={`Labels of ${cluster.name}`}
      isOpen
      onClose={onClose}
      consequence={
        <Textarea
          label="Labels"
          description="key=value lines. Work that asks for clusters by label is placed by them from the next round on; what runs stays where it is."
          placeholder="region=eu"
          rows={4}
          spellCheck={false}
          value={text}
          error={error}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
      }
      action="Set labels"
      isBlocked={error !== undefined || !isChanged}
      commands={commands}
      isBusy={update.isPending}
      error={update.error}
      onConfirm={() => update.mutate({ cluster: cluster.id, labels: read.set })}
    />
  )
}
