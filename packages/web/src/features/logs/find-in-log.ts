import { plainText } from './ansi.ts'
import type { LogEntry } from './log-buffer.ts'

/** What is looked for: plain text without regard to case, or a pattern between slashes. `undefined` for nothing, or for a pattern that is not one. */
export function searchPattern(text: string): RegExp | undefined {
  if (text === '') return undefined
  const pattern = /^\/(.+)\/(i?)$/.exec(text)
  try {
    if (pattern) return new RegExp(pattern[1] ?? '', `g${pattern[2] ?? ''}`)
    return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), 'gi')
  } catch {
    return undefined
  }
}

/** Places in the list where the pattern is found. */
export function findInLog(entries: readonly LogEntry[], pattern: RegExp | undefined): number[] {
  if (!pattern) return []
  const found: number[] = []
  for (const [index, entry] of entries.entries()) {
    pattern.lastIndex = 0
    if (entry.kind === 'line' && pattern.test(plainText(entry.text))) found.push(index)
  }
  return found
}

/** Where in a text the pattern is found, from and to. Empty finds do not count. */
export function rangesOf(text: string, pattern: RegExp | undefined): [number, number][] {
  if (!pattern) return []
  pattern.lastIndex = 0
  return [...text.matchAll(pattern)].flatMap((match): [number, number][] =>
    match[0] === '' ? [] : [[match.index, match.index + match[0].length]],
  )
}
