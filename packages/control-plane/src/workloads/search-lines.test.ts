import { expect, test } from 'vitest'
import type { LogEvent } from '../app/open-logs.ts'
import { searchLines } from './search-lines.ts'

const lines = (cursor: string, ...texts: string[]): LogEvent => ({
  type: 'lines',
  cursor,
  lines: texts.map((text) => ({ replica: text.startsWith('1') ? 1 : 0, stream: 'out', at: null, text })),
})
const END: LogEvent = { type: 'end', reason: 'end', message: '' }

async function found(context: number, ...events: LogEvent[]) {
  const source = async function* (): AsyncGenerator<LogEvent> {
    yield* events
    await Promise.resolve()
  }
  const out: (string | string[])[] = []
  for await (const event of searchLines(source(), { search: 'Loss', context })) {
    out.push(event.type === 'lines' ? event.lines.map(({ text }) => text) : event.type)
  }
  return out
}

test('only lines with the text are left, and what is missing and the end are told', async () => {
  const gap: LogEvent = { type: 'gap', bytes: 10, reason: 'too fast' }
  expect(await found(0, lines('a', 'x', 'loss 1', 'y'), gap, lines('b', 'z'), lines('c', 'LOSS 2'), END)).toEqual([
    ['loss 1'],
    'gap',
    ['LOSS 2'],
    'end',
  ])
})

test('lines around a find are of its own replica, over the bounds of what was sent at once, and none comes twice', async () => {
  expect(
    await found(1, lines('a', 'b', '1 other', 'a'), lines('b', 'loss', '1 later', 'loss again', 'c', 'd'), END),
  ).toEqual([['a', 'loss', 'loss again', 'c'], 'end'])
})
