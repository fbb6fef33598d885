import { UsageError } from './usage-error.ts'

/**
 * Labels after changes as kubectl writes them: `key=value` sets one, `key-` takes one off, and the rest stays.
 * @throws {UsageError} Naming the first word that is neither.
 */
export function changedLabels(
  labels: Readonly<Record<string, string>>,
  changes: readonly string[],
): Record<string, string> {
  const after = new Map(Object.entries(labels))
  for (const change of changes) {
    const at = change.indexOf('=')
    if (at > 0) after.set(change.slice(0, at), change.slice(at + 1))
    else if (at < 0 && change.length > 1 && change.endsWith('-')) after.delete(change.slice(0, -1))
    else throw new UsageError(`“${change}” changes no label`, { hint: 'give key=value, or key- to take it off' })
  }
  return Object.fromEntries(after)
}
