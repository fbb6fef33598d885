import type { Commands } from '../../components/command/command-box.tsx'
import { writeLabelChanges, type LabelChanges } from '../../lib/label-changes.ts'
import { commandLine } from '../../lib/shell.ts'
import type { Node } from './node-heat.ts'

/** The node belongs to a Kubernetes cluster, so that kubectl knows it. */
export function isKubernetes({ versions }: Pick<Node, 'versions'>): boolean {
  return versions['kubelet'] !== undefined
}

/** What the owner of its cluster does with a node beside us. The work of ours that a drain evicts comes back into the queue. */
export function kubectlCommands({
  name,
  schedulable,
  cordoned,
}: Pick<Node, 'name' | 'schedulable' | 'cordoned'>): Commands {
  const kubectl = (...words: string[]) => commandLine(['kubectl', ...words])
  const isHeldThere = !schedulable && cordoned === null
  return [
    { name: 'describe', text: kubectl('describe', 'node', name) },
    isHeldThere
      ? { name: 'uncordon', text: kubectl('uncordon', name) }
      : { name: 'cordon', text: kubectl('cordon', name) },
    { name: 'drain', text: kubectl('drain', name, '--ignore-daemonsets', '--delete-emptydir-data') },
  ]
}

/** Changes of the labels of a node by the owner of its cluster. */
export function labelCommand(node: string, changes: LabelChanges): string {
  return commandLine(['kubectl', 'label', 'node', node, ...writeLabelChanges(changes), '--overwrite'])
}
