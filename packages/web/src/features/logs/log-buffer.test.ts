import { expect, test } from 'vitest'
import { findInLog, rangesOf, searchPattern } from './find-in-log.ts'
import { appendEvents, asText, EMPTY_LOG, type LogEvent } from './log-buffer.ts'

const lines = (cursor: string, ...texts: string[]): LogEvent => ({
  type: 'lines',
  cursor,
  lines: texts.map((text, replica) => ({ replica, stream: 'out', at: '2026-11-21T22:00:00.000Z', text })),
})

test('lines are numbered on, and the cursor is where a broken connection goes on', () => {
  const buffer = appendEvents(appendEvents(EMPTY_LOG, [lines('1', 'a')]), [lines('2', 'b')])
  expect(buffer.entries.map(({ n }) => n)).toEqual([1, 2])
  expect(buffer.cursor).toBe('2')
  expect(buffer.isEnded).toBe(false)
})

test('what is missing and the end stand where they belong; a lost connection is not an end', () => {
  const buffer = appendEvents(EMPTY_LOG, [
    { type: 'gap', bytes: 2048, reason: 'the file was cut' },
    { type: 'end', reason: 'complete', message: 'that is all' },
  ])
  expect(buffer.entries.map(({ kind, text }) => [kind, text])).toEqual([
    ['gap', '2 KiB missing here: the file was cut'],
    ['end', 'that is all'],
  ])
  expect(buffer.isEnded).toBe(true)
  expect(
    appendEvents(EMPTY_LOG, [{ type: 'end', reason: 'disconnected', message: 'the agent lost contact' }]).isEnded,
  ).toBe(false)
})

test('beyond the most, the oldest lines go and are counted', () => {
  let buffer = EMPTY_LOG
  for (let index = 0; index < 30; index += 1) buffer = appendEvents(buffer, [lines(String(index), `line ${index}`)], 10)
  expect(buffer.entries.length).toBeLessThanOrEqual(20)
  expect(buffer.dropped + buffer.entries.length).toBe(30)
  expect(buffer.entries.at(-1)?.text).toBe('line 29')
})

test('a file names replicas only where there are several', () => {
  expect(asText(appendEvents(EMPTY_LOG, [lines('1', 'a', 'b')]).entries, false)).toBe('[0] a\n[1] b\n')
  expect(asText(appendEvents(EMPTY_LOG, [lines('1', 'a')]).entries, true)).toBe('2026-11-21T22:00:00.000Z a\n')
})

test('text is found without regard to case and colour, patterns between slashes, and a broken pattern finds nothing', () => {
  const { entries } = appendEvents(EMPTY_LOG, [lines('1', 'Loss 0.5', 'plain', '\u001b[31mlo\u001b[0mss 0.4')])
  expect(findInLog(entries, searchPattern('loss'))).toEqual([0, 2])
  expect(findInLog(entries, searchPattern('/0\\.\\d/'))).toEqual([0, 2])
  expect(searchPattern('/(/')).toBeUndefined()
  expect(rangesOf('a.b.c', searchPattern('.'))).toEqual([
    [1, 2],
    [3, 4],
  ])
})
