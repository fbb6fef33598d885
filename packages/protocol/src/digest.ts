import { createHash } from 'node:crypto'

/**
 * A short name for a set of desired items: base64url SHA-256 over their sorted `kind key generation rev` lines. Because `rev` names an
 * item's content, two sides with the same digest hold the same items.
 */
export function digestOf(items: Iterable<{ kind: string; key: string; generation: number; rev: number }>): string {
  const lines: string[] = []
  for (const item of items) lines.push(`${item.kind}\t${item.key}\t${item.generation}\t${item.rev}`)
  lines.sort()
  return createHash('sha256').update(lines.join('\n')).digest('base64url')
}
