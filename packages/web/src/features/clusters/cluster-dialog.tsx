import { JoinTokenDialog, LogPolicyDialog, PauseDialog, RevokeDialog } from './cluster-dialogs.tsx'
import type { Cluster } from './cluster-health.tsx'
import type { ClusterDialogName } from './cluster-tabs.ts'
import { LabelsDialog } from './labels-dialog.tsx'
import { PruneDialog } from './prune-dialog.tsx'

const DIALOGS = {
  pause: PauseDialog,
  revoke: RevokeDialog,
  'log-policy': LogPolicyDialog,
  labels: LabelsDialog,
  token: JoinTokenDialog,
  prune: PruneDialog,
}

/** The dialogs of a cluster, loaded when the first of them is opened. */
export function ClusterDialog({
  name,
  cluster,
  onClose,
}: {
  name: ClusterDialogName
  cluster: Cluster
  onClose: () => void
}) {
  const Shown = DIALOGS[name]
  return <Shown cluster={cluster} onClose={onClose} />
}
