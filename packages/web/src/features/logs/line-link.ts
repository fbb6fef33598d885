import type { LogEntry, LogLine } from './log-buffer.ts'

/**
 * A line for an address: `2026-11-22T10:40:00.000Z~0~2` is the third of replica 0 with that time. A line without a time is known by what it says:
 * of several that say the same, a link may lead to another one.
 */
export function lineLink(entries: readonly LogEntry[], index: number): string | undefined {
  const entry = entries[index]
  if (entry?.kind !== 'line') return undefined
  const key = keyOf(entry)
  let place = 0
  for (const other of entries.slice(0, index)) {
    if (other.kind === 'line' && other.replica === entry.replica && keyOf(other) === key) place += 1
  }
  return `${key}~${entry.replica}~${place}`
}

/** Where the line of a link is, or -1 while it is not here. */
export function findLine(entries: readonly LogEntry[], link: string): number {
  const [key = '', replica = '', place = ''] = link.split('~')
  let left = Number(place)
  if (!Number.isInteger(left)) return -1
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'line' || String(entry.replica) !== replica || keyOf(entry) !== key) continue
    if (left === 0) return index
    left -= 1
  }
  return -1
}

function keyOf({ at, text }: LogLine): string {
  return at ?? `x${fingerprint(text)}`
}

/** FNV-1a over UTF-16 units, 32 bits: enough to tell the lines of one run apart. */
function fingerprint(text: string): string {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  }
  return (hash >>> 0).toString(36)
}
