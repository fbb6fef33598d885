import type { LogEntry } from './log-buffer.ts'
import type { Level } from './log-level.ts'

/** How many lines say of themselves how grave they are, by that. */
export function countLevels(entries: readonly LogEntry[]): Record<Level, number> {
  const counts = { error: 0, warn: 0, info: 0, debug: 0 }
  for (const entry of entries) if (entry.kind === 'line' && entry.level) counts[entry.level] += 1
  return counts
}

/** Lines of the chosen levels, with what is missing between them; all of them where none is chosen. */
export function atLevels(entries: readonly LogEntry[], levels: ReadonlySet<Level>): readonly LogEntry[] {
  if (levels.size === 0) return entries
  return entries.filter((entry) => entry.kind !== 'line' || (entry.level !== undefined && levels.has(entry.level)))
}
