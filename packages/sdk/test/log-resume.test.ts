import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Client, type FairleadError, type LogItem } from '../src/index.ts'
import { end, gap, GROUPS, lines, logScene, type LogScene } from './log-server.ts'

const ALL = GROUPS.flat()

beforeEach(() => {
  // Pauses between connections are drawn; short ones test the same.
  vi.spyOn(Math, 'random').mockReturnValue(0.01)
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function read(scene: LogScene, options: { follow?: boolean; onLost?: (error: FairleadError) => void } = {}) {
  const items: LogItem[] = []
  const client = new Client({ url: scene.url, token: 'flt_x' })
  for await (const item of client.jobs.logs('train-a', { follow: true, ...options })) items.push(item)
  return { items, texts: items.flatMap((item) => (item.type === 'line' ? [item.text] : [])) }
}

test('output comes whole and once, however often the connection is cut in the middle of a line', async () => {
  const scene = await logScene((response, from, connection) => {
    for (let cursor = from + 1; cursor <= GROUPS.length; cursor += 1) {
      const text = lines(cursor)
      // Every connection but the last breaks inside its second group, after a whole line has been sent of it.
      if (connection <= 3 && cursor === from + 2) {
        response.write(text.slice(0, -5), () => response.destroy())
        return
      }
      response.write(text)
    }
    response.end(end())
  })
  const lost: string[] = []
  const { texts, items } = await read(scene, { onLost: (error) => lost.push(error.code) })
  expect(texts).toEqual(ALL)
  expect(items.at(-1)).toMatchObject({ type: 'end', reason: 'end' })
  expect(scene.cursors).toEqual([null, '1', '2', '3'])
  expect(lost).toEqual(['STREAM_CUT', 'STREAM_CUT', 'STREAM_CUT'])
})

test('a group that is sent again is not told again', async () => {
  const scene = await logScene((response, from, connection) => {
    if (connection === 1) {
      response.write(lines(1))
      response.write(lines(2), () => response.destroy())
    } else response.end(lines(from) + lines(3) + lines(4) + end())
  })
  expect((await read(scene)).texts).toEqual(ALL)
})

test('a gap is told once, also when the connection is cut right behind it', async () => {
  const scene = await logScene((response, _from, connection) => {
    if (connection === 1) response.write(lines(1) + gap(), () => response.destroy())
    else response.end(gap() + lines(3) + lines(4) + end())
  })
  const { items } = await read(scene)
  expect(items.filter((item) => item.type === 'gap')).toHaveLength(1)
})

test('an agent that loses contact does not end the output', async () => {
  const scene = await logScene((response, from, connection) => {
    if (connection === 1) response.end(lines(1) + end('disconnected'))
    else
      response.end(
        [2, 3, 4]
          .filter((n) => n > from)
          .map(lines)
          .join('') + end(),
      )
  })
  expect((await read(scene)).texts).toEqual(ALL)
})

test('who follows goes on with the next attempt of the job', async () => {
  const scene = await logScene((response, _from, connection, run) => {
    if (connection === 1) setTimeout(() => scene.runs.push('2'), 300)
    else scene.phase = 'SUCCEEDED'
    response.end((run === 'run-1' ? lines(1) : lines(2)) + end())
  })
  scene.phase = 'QUEUED'
  const { items, texts } = await read(scene)
  expect(texts).toEqual(['one', 'two', 'three'])
  expect(items.map((item) => item.type)).toEqual(['line', 'line', 'run', 'line', 'end'])
})

test('a line carries the cursor behind it, and reading goes on from there', async () => {
  const scene = await logScene((response, from) => {
    for (let cursor = from + 1; cursor <= GROUPS.length; cursor += 1) response.write(lines(cursor))
    response.end(end())
  })
  const client = new Client({ url: scene.url })
  const first: LogItem[] = []
  for await (const item of client.jobs.logs('train-a')) {
    first.push(item)
    if (item.type === 'line' && item.text === 'three') break
  }
  const last = first.at(-1)
  const cursor = last?.type === 'line' ? last.cursor : null
  expect(cursor).toBe('2')
  const rest: string[] = []
  for await (const item of client.jobs.logs('train-a', { runId: 'run-1', cursor: cursor ?? '' })) {
    if (item.type === 'line') rest.push(item.text)
  }
  expect(rest).toEqual(['four', 'five', 'six'])
})

test('who only reads gives up on a connection that never brings anything', async () => {
  const scene = await logScene((response) => response.destroy())
  await expect(read(scene, { follow: false })).rejects.toMatchObject({
    code: expect.stringMatching(/STREAM_CUT|NO_ANSWER/),
  })
  expect(scene.cursors.length).toBeGreaterThan(3)
})
