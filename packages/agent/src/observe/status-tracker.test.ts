import { randomUUID } from 'node:crypto'
import { AGENT_TO_CONTROL, FRAME_BYTES_MAX, type RunPhase } from '@fairlead/protocol'
import { expect, test } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import type { ObservedNode, ObservedRun } from '../drivers/driver.ts'
import type { Produced } from '../link/frame-source.ts'
import { StatusTracker } from './status-tracker.ts'

function setUp() {
  const clock = new ManualClock()
  let kicks = 0
  const tracker = new StatusTracker({ clock, bootId: 'boot-1', kick: () => (kicks += 1) })
  const drain = (): Produced[] => {
    const frames: Produced[] = []
    for (let frame = tracker.next(); frame !== undefined; frame = tracker.next()) frames.push(frame)
    // What leaves has to be what the receiver accepts.
    for (const { t, body } of frames) expect(AGENT_TO_CONTROL[t].safeParse(body).error).toBeUndefined()
    return frames
  }
  return { clock, tracker, drain, kicks: () => kicks }
}

function run(runId: string, phase: RunPhase, generation = 1, rest: Partial<ObservedRun> = {}): ObservedRun {
  return { runId, generation, phase, ...rest }
}

function node(name: string): ObservedNode {
  return {
    name,
    ready: true,
    schedulable: true,
    labels: {},
    taints: [],
    capacity: { cpu: 1_000 },
    allocatable: { cpu: 900 },
    versions: {},
  }
}

function itemsOf(frames: Produced[]) {
  return frames.flatMap((frame) => (frame.t === 'status.page' || frame.t === 'status.delta' ? frame.body.items : []))
}

test('a session hears everything first, then changes, newest only, with rising numbers', async () => {
  const { clock, tracker, drain, kicks } = setUp()
  const id = randomUUID()
  tracker.setNode('n1', node('n1'))
  tracker.setRun(run(id, 'STARTING'))
  expect(drain()).toEqual([])
  tracker.startSnapshot()
  const first = drain()
  expect(first.map((frame) => frame.t)).toEqual(['status.begin', 'status.page', 'status.end'])
  expect(first.at(-1)?.body).toEqual({ bootId: 'boot-1', count: 2 })
  tracker.setRun(run(id, 'RUNNING'))
  tracker.setRun(run(id, 'SUCCEEDED'))
  expect(drain()).toEqual([])
  const before = kicks()
  await clock.advance(50)
  expect(kicks()).toBe(before + 1)
  const delta = itemsOf(drain())
  expect(delta).toMatchObject([{ kind: 'run', key: id, phase: 'SUCCEEDED' }])
  const seqs = [...itemsOf(first), ...delta].map((item) => item.seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
})

test('what did not change is not said again', async () => {
  const { clock, tracker, drain } = setUp()
  const id = randomUUID()
  tracker.setRun(run(id, 'RUNNING', 1, { startedAt: 5 }))
  tracker.startSnapshot()
  drain()
  tracker.setRun(run(id, 'RUNNING', 1, { startedAt: 5 }))
  await clock.advance(1_000)
  expect(drain()).toEqual([])
})

test('an older generation never replaces a newer one', () => {
  const { tracker, drain } = setUp()
  const id = randomUUID()
  tracker.setRun(run(id, 'RUNNING', 2))
  tracker.setRun(run(id, 'FAILED', 1))
  tracker.dropRun({ runId: id, generation: 1 })
  tracker.startSnapshot()
  expect(itemsOf(drain())).toMatchObject([{ generation: 2, phase: 'RUNNING' }])
})

test('while nobody listens memory is bounded by the number of objects, and the newest is kept', () => {
  const { tracker, drain } = setUp()
  const ids = Array.from({ length: 10 }, () => randomUUID())
  for (let round = 0; round < 100; round += 1) {
    for (const id of ids) tracker.setRun(run(id, round % 2 === 0 ? 'STARTING' : 'RUNNING', round + 1))
  }
  expect(tracker.size).toBe(10)
  tracker.startSnapshot()
  expect(itemsOf(drain()).every((item) => item.kind === 'run' && item.generation === 100)).toBe(true)
})

test('times travel as ages at the moment of sending', async () => {
  const { clock, tracker, drain } = setUp()
  const id = randomUUID()
  tracker.setRun(run(id, 'RUNNING', 1, { startedAt: clock.now() - 1_000 }))
  await clock.advance(4_000)
  tracker.startSnapshot()
  expect(itemsOf(drain())).toMatchObject([{ startedAgoMs: 5_000 }])
})

test('a node that is gone is said to be gone, and one that comes back is newer', async () => {
  const { clock, tracker, drain } = setUp()
  tracker.setNode('n1', node('n1'))
  tracker.startSnapshot()
  const [before] = itemsOf(drain())
  tracker.setNode('n1', undefined)
  await clock.advance(50)
  const [gone] = itemsOf(drain())
  expect(gone).toMatchObject({ kind: 'node', key: 'n1', gone: true })
  tracker.setNode('n1', node('n1'))
  await clock.advance(50)
  const [back] = itemsOf(drain())
  expect(back).toMatchObject({ kind: 'node', key: 'n1', ready: true })
  expect(before && gone && back && before.seq < gone.seq && gone.seq < back.seq).toBe(true)
})

test('a change after a report that took along what was waiting is announced as any other', async () => {
  const { clock, tracker, drain, kicks } = setUp()
  const id = randomUUID()
  tracker.startSnapshot()
  drain()
  tracker.setRun(run(id, 'STARTING'))
  await clock.advance(50)
  tracker.startSnapshot()
  drain()
  const before = kicks()
  tracker.setRun(run(id, 'RUNNING'))
  await clock.advance(50)
  expect(kicks()).toBeGreaterThan(before)
  expect(itemsOf(drain())).toMatchObject([{ phase: 'RUNNING' }])
})

test('a node that comes while a full report is on its way is named behind the end of it', async () => {
  const { clock, tracker, drain } = setUp()
  tracker.setNode('n1', node('n1'))
  tracker.startSnapshot()
  expect(tracker.next()?.t).toBe('status.begin')
  tracker.setNode('n2', node('n2'))
  await clock.advance(100)
  expect(drain().map((frame) => frame.t)).toEqual(['status.page', 'status.end', 'status.delta'])
})

test('a forgotten run has its last word', async () => {
  const { clock, tracker, drain } = setUp()
  const id = randomUUID()
  tracker.setRun(run(id, 'RUNNING'))
  tracker.startSnapshot()
  drain()
  tracker.setRun(run(id, 'CANCELLED'))
  tracker.dropRun({ runId: id, generation: 1 })
  await clock.advance(50)
  expect(itemsOf(drain())).toMatchObject([{ phase: 'CANCELLED' }])
  expect(tracker.size).toBe(0)
})

test('thousands of objects travel in frames of moderate size, and the end counts them all', () => {
  const { tracker, drain } = setUp()
  for (let index = 0; index < 6_000; index += 1) {
    tracker.setRun(run(randomUUID(), 'FAILED', 1, { message: 'x'.repeat(index % 900), exitCode: 1 }))
  }
  tracker.startSnapshot()
  const frames = drain()
  expect(frames.every((frame) => JSON.stringify(frame.body).length < FRAME_BYTES_MAX / 2)).toBe(true)
  expect(frames[0]).toMatchObject({ t: 'status.begin', body: { pages: frames.length - 2 } })
  expect(frames.at(-1)).toMatchObject({ t: 'status.end', body: { count: 6_000 } })
  expect(itemsOf(frames)).toHaveLength(6_000)
})

test('a gang of thousands fits a frame, its failures first', () => {
  const { tracker, drain } = setUp()
  const replicas = Array.from({ length: 9_000 }, (_, index) => ({
    index,
    phase: index === 8_000 ? ('FAILED' as const) : ('CANCELLED' as const),
    node: `node-${index}`,
    message: 'y'.repeat(100),
  }))
  tracker.setRun(run(randomUUID(), 'FAILED', 1, { message: 'z'.repeat(5_000), replicas }))
  tracker.startSnapshot()
  const [item] = itemsOf(drain())
  expect(JSON.stringify(item).length).toBeLessThan(FRAME_BYTES_MAX / 2)
  expect(item?.kind === 'run' && item.replicas?.[0]?.index).toBe(8_000)
})
