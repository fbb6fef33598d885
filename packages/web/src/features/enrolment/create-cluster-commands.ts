import type { Commands } from '../../components/command/command-box.tsx'
import { writeLabelChanges } from '../../lib/label-changes.ts'
import { commandSet } from '../commands/command-set.ts'

/** A new cluster by hand. A name that is not there yet stands as `NAME`. */
export function createClusterCommands(name: string, logPolicy: string, labels: Record<string, string>): Commands {
  const isLabelled = Object.keys(labels).length > 0
  return commandSet({
    cli: {
      words: ['cluster', 'add', name === '' ? 'NAME' : name],
      options: {
        label: isLabelled ? writeLabelChanges({ set: labels, removed: [] }) : undefined,
        'log-policy': logPolicy,
        'token-file': `${name === '' ? 'NAME' : name}.token`,
      },
    },
    request: { method: 'POST', path: '/clusters', body: { name, logPolicy, ...(isLabelled ? { labels } : {}) } },
  })
}
