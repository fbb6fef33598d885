import { expect, test } from 'vitest'
import type { LogEntry } from './log-buffer.ts'
import { findLine, lineLink } from './line-link.ts'

const line = (n: number, at: string | null, replica = 0): LogEntry => ({
  kind: 'line',
  n,
  at,
  replica,
  stream: 'out',
  text: `${n}`,
})
const A = '2026-11-22T10:00:00.000Z'
const B = '2026-11-22T10:00:01.000Z'
const ENTRIES: LogEntry[] = [
  line(1, A),
  line(2, A, 1),
  line(3, A),
  { kind: 'gap', n: 4, text: '' },
  line(5, B),
  line(6, A),
  line(7, null),
]

test('a link finds its line again, also among lines of the same moment and where less was read', () => {
  for (const index of [0, 1, 2, 4, 6]) {
    const link = lineLink(ENTRIES, index)
    expect(findLine(ENTRIES, link ?? ''), link).toBe(index)
  }
  expect(findLine(ENTRIES.slice(4), lineLink(ENTRIES, 4) ?? '')).toBe(0)
})

test('a mark has no link, and a link to nothing finds nothing', () => {
  expect(lineLink(ENTRIES, 3)).toBeUndefined()
  expect(findLine(ENTRIES, 'nonsense')).toBe(-1)
  expect(findLine(ENTRIES, `${B}~0~4`)).toBe(-1)
})
