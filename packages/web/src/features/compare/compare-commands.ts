import type { Commands } from '../../components/command/command-box.tsx'
import { commandSet, queryString } from '../commands/command-set.ts'

/** A comparison as a command. */
export function compareCommands(refs: readonly string[], isDifferencesOnly: boolean): Commands {
  return commandSet({
    cli: { words: ['compare', ...refs], options: { differences: isDifferencesOnly ? true : undefined } },
    request: { method: 'GET', path: `/workload-comparison${queryString({ workloads: refs })}` },
  })
}
