import { CloseCode, DEAD_AFTER_MS, FRAMES_PER_SECOND_MAX, type Envelope } from '@fairlead/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FakeSocket, welcomeBody } from '../../test/fake-socket.ts'
import { testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import type { FrameSource, Produced } from './frame-source.ts'
import { Session, type ControlFrame, type SessionEnd } from './session.ts'

type Setup = {
  clock: ManualClock
  socket: FakeSocket
  session: Session
  frames: ControlFrame[]
  ends: SessionEnd[]
  welcomes: number
}

function open(options: { sources?: FrameSource[]; isWelcomed?: boolean } = {}): Setup {
  const clock = new ManualClock()
  const socket = new FakeSocket()
  const setup: Setup = { clock, socket, session: undefined as never, frames: [], ends: [], welcomes: 0 }
  setup.session = new Session({
    socket: socket.asWebSocket,
    clock,
    log: testLogger(),
    sources: options.sources ?? [],
    handlers: {
      onWelcome: () => {
        setup.welcomes += 1
      },
      onFrame: (frame) => setup.frames.push(frame),
      onEnd: (end) => setup.ends.push(end),
    },
  })
  if (options.isWelcomed !== false) socket.receive('welcome', welcomeBody())
  return setup
}

const beat: Produced = { t: 'hb', body: { counter: 1, appliedRev: 0, loopAgeMs: 0, queueDepth: 0 } }

test('the first frame has to be welcome: anything else ends the session', () => {
  const { socket, frames } = open({ isWelcomed: false })
  socket.receive('desired.delta', { fromRev: 0, toRev: 1, upserts: [], tombstones: [] })
  expect(socket.closed?.code).toBe(CloseCode.protocol)
  expect(frames).toEqual([])
})

test('a peer that sends no welcome is given up', async () => {
  const { socket, clock, ends } = open({ isWelcomed: false })
  await clock.advance(20_000)
  expect(socket.isTerminated).toBe(true)
  expect(ends).toEqual([{ code: 1006, reason: 'no welcome came' }])
})

test('a half-open connection is detected within the time that the protocol states, and ended at once', async () => {
  const { socket, clock, ends } = open()
  await clock.advance(DEAD_AFTER_MS - 1_000)
  expect(socket.isTerminated).toBe(false)
  await clock.advance(7_000)
  expect(socket.isTerminated).toBe(true)
  expect(ends).toHaveLength(1)
})

test('a ping alone keeps a connection alive', async () => {
  const { socket, clock } = open()
  for (let round = 0; round < 10; round += 1) {
    await clock.advance(20_000)
    socket.emit('ping')
  }
  expect(socket.isTerminated).toBe(false)
})

test('a frame of another epoch or session is not acted on', () => {
  const { socket, frames } = open()
  socket.outbox.epoch = 7
  socket.receive('hb', { counter: 1 })
  socket.outbox.epoch = 1
  socket.outbox.sid = 'another'
  socket.receive('hb', { counter: 2 })
  socket.outbox.sid = 'sid-1'
  socket.receive('hb', { counter: 3 })
  expect(frames.map((frame) => frame.b)).toEqual([{ counter: 3 }])
})

test('a repeated frame is handled once, and a gap ends the session', () => {
  const { socket, frames } = open()
  socket.outbox.push('hb', { counter: 1 })
  const text = socket.outbox.take() ?? ''
  socket.receiveText(text)
  socket.receiveText(text)
  expect(frames).toHaveLength(1)
  socket.outbox.push('hb', { counter: 2 })
  socket.outbox.take()
  socket.receive('hb', { counter: 3 })
  expect(frames).toHaveLength(1)
  expect(socket.closed?.code).toBe(CloseCode.protocol)
})

test('an unknown type is answered as such and changes nothing', () => {
  const { socket, frames } = open()
  const envelope: Envelope = { v: 1, t: 'rotate', id: 'f-1', sid: 'sid-1', ep: 1, seq: 2, ack: 0, b: {} }
  socket.receiveText(JSON.stringify(envelope))
  socket.outbox.push('hb', { counter: 1 })
  socket.outbox.take()
  expect(socket.frames().at(-1)).toMatchObject({ t: 'error', re: 'f-1', b: { code: 'unknown_type', fatal: false } })
  expect(frames).toEqual([])
  expect(socket.closed).toBeUndefined()
})

test('a frame with a body of the wrong shape is refused and named, and the session goes on', () => {
  const { socket, session } = open()
  socket.receiveText(
    JSON.stringify({ v: 1, t: 'drain', id: 'f-2', sid: 'sid-1', ep: 1, seq: 2, ack: 0, b: { reason: 4 } }),
  )
  expect(socket.frames().at(-1)).toMatchObject({ t: 'error', re: 'f-2', b: { code: 'invalid_body', fatal: false } })
  session.send(beat)
  expect(socket.frames().at(-1)).toMatchObject({ t: 'hb', ack: 2 })
})

test('a peer that goes on breaking the contract is closed', () => {
  const { socket } = open()
  for (let index = 0; index < 30; index += 1) socket.receiveText('{')
  expect(socket.closed?.code).toBe(CloseCode.protocol)
})

test('acknowledged is what was processed, with every frame that leaves', () => {
  const { socket, session } = open()
  session.send(beat)
  socket.receive('hb', { counter: 1 })
  session.send(beat)
  expect(socket.frames().map(({ seq, ack }) => [seq, ack])).toEqual([
    [1, 1],
    [2, 2],
  ])
})

test('in no second do more frames leave than the protocol allows', async () => {
  let left = 2_000
  const source: FrameSource = {
    next: () => {
      left -= 1
      return left >= 0 ? { t: 'metrics', body: { agoMs: 0, samples: [] } } : undefined
    },
  }
  const { socket, session, clock } = open({ sources: [source] })
  const at: number[] = []
  const begin = clock.now()
  session.pump()
  const total = left
  while (socket.sent.length < total) {
    while (at.length < socket.sent.length) at.push(clock.now() - begin)
    await clock.advance(5)
  }
  for (const from of at) {
    const within = at.filter((each) => each >= from && each < from + 1_000).length
    expect(within).toBeLessThanOrEqual(FRAMES_PER_SECOND_MAX)
  }
})

test('what cannot be sent is not made: a source is asked only while the socket takes more', () => {
  let made = 0
  const source: FrameSource = {
    next: () => {
      made += 1
      return { t: 'log.close', body: { stream: crypto.randomUUID(), reason: 'end', message: 'x'.repeat(1_000) } }
    },
  }
  const { socket, session } = open({ sources: [source], isWelcomed: false })
  socket.isReading = false
  socket.bufferedAmount = 1_200_000
  socket.receive('welcome', welcomeBody())
  session.pump()
  expect(made).toBe(0)
})

test('a peer that stops reading is given up after ten seconds', async () => {
  const { socket, session, clock } = open()
  socket.isReading = false
  socket.bufferedAmount = 1_500_000
  session.send(beat)
  for (let round = 0; round < 4; round += 1) {
    await clock.advance(5_000)
    socket.emit('ping')
  }
  expect(socket.isTerminated).toBe(true)
})

test('urgent frames overtake what the sources have', () => {
  const offered: Produced[] = [
    { t: 'log.close', body: { stream: crypto.randomUUID(), reason: 'end', message: '' } },
    { t: 'metrics', body: { agoMs: 0, samples: [] } },
  ]
  const source: FrameSource = { next: () => offered.shift() }
  const { socket, session } = open({ sources: [source], isWelcomed: false })
  socket.bufferedAmount = 2_000_000
  socket.receive('welcome', welcomeBody())
  session.send(beat)
  expect(socket.sent).toEqual([])
  socket.drain()
  session.pump()
  expect(socket.frames().map((frame) => frame.t)).toEqual(['hb', 'log.close', 'metrics'])
})

test('a muted session neither speaks nor listens', () => {
  const { socket, session, frames } = open()
  session.mute()
  session.send(beat)
  socket.receive('hb', { counter: 1 })
  expect(socket.sent).toEqual([])
  expect(frames).toEqual([])
})

test('no frame whatever makes the session throw, and nothing of a broken one reaches the handlers', () => {
  const bodies = fc.anything({ withDate: false, withBigInt: false, maxDepth: 3 })
  const envelope = fc.record(
    {
      v: fc.constantFrom(1, 2),
      t: fc.oneof(
        fc.constantFrom(
          'welcome',
          'desired.begin',
          'desired.delta',
          'command',
          'log.open',
          'drain',
          'hb',
          '__proto__',
          'constructor',
        ),
        fc.string(),
      ),
      id: fc.string(),
      sid: fc.constantFrom('sid-1', 'x'),
      ep: fc.constantFrom(0, 1, 2),
      seq: fc.integer({ min: -1, max: 4 }),
      ack: fc.nat(3),
      b: bodies,
    },
    { requiredKeys: [] },
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    envelope.map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), fc.boolean(), (texts, isWelcomed) => {
      const { socket, frames } = open({ isWelcomed })
      for (const each of texts) socket.receiveText(each)
      for (const frame of frames) expect(frame.ep).toBe(1)
      expect(socket.sent.length).toBeLessThanOrEqual(texts.length)
    }),
    { numRuns: 300 },
  )
})
