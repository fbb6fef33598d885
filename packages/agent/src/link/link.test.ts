import { CloseCode } from '@fairlead/protocol'
import { expect, test } from 'vitest'
import { FakeSocket, welcomeBody } from '../../test/fake-socket.ts'
import { testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import type { DialResult } from './dial.ts'
import { Link } from './link.ts'
import { reconnectWindow } from './reconnect-window.ts'

type Setup = {
  clock: ManualClock
  link: Link
  /** Times of the attempts, counted from the start. */
  attempts: number[]
  sockets: FakeSocket[]
  welcomes: boolean[]
  downs: number
}

/** A link whose attempts are answered by `answer`, with chance in the test's hand. */
function setUp(options: {
  answer: (attempt: number) => 'open' | Exclude<DialResult, { kind: 'open' }>
  random?: () => number
  /** Opened sockets are not welcomed by themselves. */
  isSilent?: boolean
}): Setup {
  const clock = new ManualClock()
  const begin = clock.now()
  const setup: Setup = { clock, link: undefined as never, attempts: [], sockets: [], welcomes: [], downs: 0 }
  setup.link = new Link({
    clock,
    random: options.random ?? (() => 0.5),
    log: testLogger(),
    sources: [],
    dialer: {
      learn: () => undefined,
      dial: () => {
        setup.attempts.push(clock.now() - begin)
        const answer = options.answer(setup.attempts.length)
        if (answer !== 'open') return Promise.resolve(answer)
        const socket = new FakeSocket(setup.sockets.length + 1)
        setup.sockets.push(socket)
        if (options.isSilent !== true) {
          const { epoch, sid } = socket.outbox
          socket.once('resumed', () => socket.receive('welcome', welcomeBody({ epoch, sid })))
        }
        return Promise.resolve({ kind: 'open', socket: socket.asWebSocket })
      },
    },
    handlers: {
      onWelcome: (_, isNew) => setup.welcomes.push(isNew),
      onFrame: () => undefined,
      onDown: () => {
        setup.downs += 1
      },
    },
  })
  setup.link.start()
  return setup
}

const failed = { kind: 'failed', message: 'refused' } as const

/** Nothing is ever silent for 45 seconds. */
async function livelyAdvance(setup: Setup, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 20_000) {
    await setup.clock.advance(Math.min(20_000, left))
    setup.sockets.at(-1)?.emit('ping')
  }
}

test('windows double from one second to a minute and stay there', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => reconnectWindow(attempt))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ])
})

test('each window holds one attempt at a random moment, and the rest of it is slept through', async () => {
  const draws = [0.25, 0.5, 0, 0.75]
  const setup = setUp({ answer: () => failed, random: () => draws.shift() ?? 0.5 })
  await setup.clock.advance(15_000)
  // The first is immediate; then windows of 2, 4, 8 s begin where the one before ended: at 1, 3 and 7 s.
  expect(setup.attempts).toEqual([0, 1_000 + 0.25 * 2_000, 3_000 + 0.5 * 4_000, 7_000])
})

test('however chance falls, attempts of many agents stay spread: one for each window', async () => {
  for (const draw of [0, 0.3, 0.999]) {
    const setup = setUp({ answer: () => failed, random: () => draw })
    await setup.clock.advance(63_000 + 10 * 60_000)
    const windows = [0, 1, 3, 7, 15, 31, 63, 123, 183].map((second) => second * 1_000)
    for (const [index, from] of windows.entries()) {
      const to = from + reconnectWindow(index)
      expect(setup.attempts.filter((at) => at >= from && at < to)).toHaveLength(1)
    }
  }
})

test('a session that lived for a minute makes the windows small again, a shorter one does not', async () => {
  const setup = setUp({ answer: (attempt) => (attempt <= 5 || attempt === 7 ? failed : 'open'), random: () => 0 })
  await setup.clock.advance(31_000)
  expect(setup.attempts).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000])
  await livelyAdvance(setup, 61_000)
  setup.sockets[0]?.terminate()
  await setup.clock.advance(2_000)
  // The session that follows breaks at once, so the windows go on growing.
  setup.sockets[1]?.terminate()
  await setup.clock.advance(2_000)
  expect(setup.attempts.slice(6)).toEqual([92_000, 93_000, 95_000])
})

test('a refused agent comes back in five to fifteen minutes, and does not give up', async () => {
  for (const status of [401, 403]) {
    const setup = setUp({ answer: () => ({ kind: 'refused', status, message: '' }), random: () => 0.999 })
    await setup.clock.advance(14 * 60_000)
    expect(setup.attempts).toHaveLength(1)
    await setup.clock.advance(3 * 60_000)
    expect(setup.attempts).toHaveLength(2)
  }
})

test('an agent whose session was revoked comes back seldom', async () => {
  for (const code of [CloseCode.unauthorized, CloseCode.revoked]) {
    const setup = setUp({ answer: () => 'open', random: () => 0 })
    await setup.clock.advance(10)
    setup.sockets[0]?.close(code, 'no')
    await setup.clock.advance(5 * 60_000 - 100)
    expect(setup.attempts).toHaveLength(1)
    await setup.clock.advance(200)
    expect(setup.attempts).toHaveLength(2)
  }
})

test('a busy server decides how long the agent waits', async () => {
  const setup = setUp({
    answer: () => ({ kind: 'refused', status: 503, message: '', retryAfterMs: 30_000 }),
    random: () => 0,
  })
  await setup.clock.advance(29_000)
  expect(setup.attempts).toHaveLength(1)
  await setup.clock.advance(2_000)
  expect(setup.attempts).toHaveLength(2)
})

test('a drained agent comes back at a random moment of the range, although the server hung up at once', async () => {
  const setup = setUp({ answer: () => 'open', random: () => 0.25 })
  await setup.clock.advance(10)
  setup.sockets[0]?.receive('drain', { reconnectAfterMs: [1_000, 5_000], reason: 'deploy' })
  setup.sockets[0]?.close(1012, 'deploy')
  await setup.clock.advance(1_999)
  expect(setup.attempts).toEqual([0])
  await setup.clock.advance(2)
  expect(setup.attempts).toEqual([0, 2_010])
})

test('a drained connection that stays open is replaced before it is closed', async () => {
  const setup = setUp({ answer: () => 'open', random: () => 0.5 })
  await setup.clock.advance(10)
  setup.sockets[0]?.receive('drain', { reconnectAfterMs: [1_000, 2_000], reason: 'deploy' })
  await setup.clock.advance(1_600)
  expect(setup.sockets).toHaveLength(2)
  expect(setup.sockets[0]?.closed).toEqual({ code: 1000, reason: 'replaced' })
  expect(setup.link.state).toMatchObject({ isConnected: true, epoch: 2 })
})

test('an old connection is replaced before its age runs out, and closed only after the new one was welcomed', async () => {
  const setup = setUp({ answer: () => 'open', random: () => 0.5 })
  await livelyAdvance(setup, 2_700_000 * 0.9 - 60_000)
  expect(setup.sockets).toHaveLength(1)
  await livelyAdvance(setup, 120_000)
  expect(setup.sockets).toHaveLength(2)
  expect(setup.sockets[0]?.closed?.code).toBe(1000)
  expect(setup.link.state.isConnected).toBe(true)
  // What the old one still says is not heard.
  setup.sockets[0]?.receive('hb', { counter: 1 })
  expect(setup.welcomes).toEqual([true, true])
})

test('while the replacement fails the old connection goes on', async () => {
  const setup = setUp({ answer: (attempt) => (attempt === 1 ? 'open' : failed), random: () => 0.5 })
  await livelyAdvance(setup, 2_700_000)
  expect(setup.attempts.length).toBeGreaterThan(1)
  expect(setup.link.state.isConnected).toBe(true)
  expect(setup.downs).toBe(0)
  expect(setup.sockets[0]?.closed).toBeUndefined()
})

test('a server that accepts and never welcomes does not hold the agent for ever', async () => {
  const setup = setUp({ answer: () => 'open', isSilent: true, random: () => 0 })
  await setup.clock.advance(60_000)
  expect(setup.sockets.length).toBeGreaterThan(1)
  expect(setup.sockets[0]?.isTerminated).toBe(true)
  expect(setup.link.state.isConnected).toBe(false)
})

test('hundreds of broken connections leave no timer behind', async () => {
  const setup = setUp({ answer: () => 'open', random: () => 0 })
  for (let round = 0; round < 300; round += 1) {
    setup.sockets.at(-1)?.terminate()
    await setup.clock.advance(60_000)
  }
  expect(setup.sockets.length).toBeGreaterThan(250)
  expect(setup.clock.pending).toBeLessThan(10)
})

test('a stop says goodbye and ends the attempts', async () => {
  const setup = setUp({ answer: () => 'open' })
  await setup.clock.advance(10)
  await setup.link.stop()
  expect(setup.sockets[0]?.closed).toEqual({ code: 1001, reason: 'the agent stops' })
  await setup.clock.advance(600_000)
  expect(setup.attempts).toHaveLength(1)
})
