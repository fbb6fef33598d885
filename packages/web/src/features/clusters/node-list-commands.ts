import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'

/** The list of nodes by hand: what of a filter the CLI and the API know. */
export function nodeListCommands(of: { cluster?: string | undefined; pool?: string | undefined }): Commands {
  const { cluster, pool } = of
  return commandSet({
    cli: { words: ['node', 'ls'], options: { cluster, pool } },
    request: { method: 'GET', path: `/nodes${queryString({ cluster, nodePool: pool })}` },
  })
}
