import type { Commands } from '../../components/command/command-box.tsx'
import { labelChangesBetween, writeLabelChanges } from '../../lib/label-changes.ts'
import { commandSet } from '../commands/command-set.ts'

type Labels = Readonly<Record<string, string>>

/** What makes labels of a cluster others, by hand. The request takes them whole. */
export function clusterLabelCommands(name: string, before: Labels, after: Labels): Commands {
  const changes = writeLabelChanges(labelChangesBetween(before, after))
  return commandSet({
    cli: { words: ['cluster', 'label', name, ...(changes.length > 0 ? changes : ['KEY=VALUE'])] },
    request: { method: 'PATCH', path: `/clusters/${encodeURIComponent(name)}`, body: { labels: after } },
  })
}

/** The word that an agent may remove what it would not remove all at once, by hand. */
export function confirmPruneCommands(name: string): Commands {
  return commandSet({
    cli: { words: ['cluster', 'confirm-prune', name] },
    request: { method: 'POST', path: `/clusters/${encodeURIComponent(name)}/confirm-prune`, body: {} },
  })
}
