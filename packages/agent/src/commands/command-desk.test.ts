import { randomUUID } from 'node:crypto'
import type { Command } from '@fairlead/protocol'
import { expect, test } from 'vitest'
import { temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import type { Produced } from '../link/frame-source.ts'
import { CommandDesk, type Verb } from './command-desk.ts'
import { CommandLedger } from './command-ledger.ts'

type Setup = { stateDir?: string; verbs?: Record<string, Verb>; epoch?: () => number }

function open({ stateDir = temporaryFolder(), verbs = {}, epoch = () => 5 }: Setup = {}) {
  const clock = new ManualClock()
  const sent: Produced[] = []
  let effects = 0
  const count: Verb = {
    isRepeatable: false,
    run: () => {
      effects += 1
      return Promise.resolve({ ok: true, message: `effect ${effects}`, output: effects })
    },
  }
  const desk = new CommandDesk({
    ledger: CommandLedger.open({ stateDir, log: testLogger() }),
    verbs: { count, ...verbs },
    clock,
    log: testLogger(),
    send: (frame) => sent.push(frame),
    currentEpoch: epoch,
    generationOf: () => 7,
  })
  return { desk, clock, sent, stateDir, effects: () => effects }
}

function command(overrides: Partial<Command> = {}): Command {
  return { cmdId: randomUUID(), verb: 'count', args: {}, ttlMs: 1_000, fence: { epoch: 5 }, ...overrides }
}

const types = (sent: Produced[]): string[] => sent.map((frame) => frame.t)

test('an order is acknowledged, carried out and answered', async () => {
  const { desk, clock, sent, effects } = open()
  desk.receive(command())
  await clock.advance(0)
  expect(types(sent)).toEqual(['command.ack', 'command.result'])
  expect(effects()).toBe(1)
})

test('a repeated order has one effect and the same answer, also after a restart', async () => {
  const first = open()
  const order = command()
  first.desk.receive(order)
  first.desk.receive(order)
  await first.clock.advance(0)
  first.desk.receive(order)
  expect(first.effects()).toBe(1)
  const second = open({ stateDir: first.stateDir })
  second.desk.receive({ ...order, fence: { epoch: 9 } })
  await second.clock.advance(0)
  expect(second.effects()).toBe(0)
  expect(second.sent).toEqual([first.sent.at(-1)])
})

test('killed between intent and outcome: what may have happened is not done again, and that is said', async () => {
  const stuck: Verb = { isRepeatable: false, run: () => new Promise(() => undefined) }
  const first = open({ verbs: { count: stuck } })
  const order = command()
  first.desk.receive(order)
  await first.clock.advance(0)
  expect(types(first.sent)).toEqual(['command.ack'])
  const second = open({ stateDir: first.stateDir })
  second.desk.receive(order)
  await second.clock.advance(0)
  expect(second.effects()).toBe(0)
  expect(second.sent.at(-1)).toMatchObject({ t: 'command.result', body: { ok: false } })
})

test('an old epoch, an old generation, a passed time and an unknown verb are declined without an effect', async () => {
  let release: () => void = () => undefined
  const slow: Verb = {
    isRepeatable: true,
    run: () =>
      new Promise((resolve) => {
        release = () => resolve({ ok: true, message: '', output: null })
      }),
  }
  const { desk, clock, sent, effects } = open({ verbs: { slow } })
  desk.receive(command({ fence: { epoch: 4 } }))
  desk.receive(command({ fence: { epoch: 5, generation: 6 }, args: { runId: randomUUID() } }))
  desk.receive(command({ verb: 'exec' }))
  desk.receive(command({ verb: 'constructor' }))
  desk.receive(command({ verb: 'slow' }))
  desk.receive(command({ ttlMs: 1_000 }))
  await clock.advance(2_000)
  release()
  await clock.advance(0)
  const declined = sent.flatMap((frame) => (frame.t === 'command.decline' ? [frame.body.reason] : []))
  expect(declined).toEqual(['stale_epoch', 'stale_generation', 'unsupported', 'unsupported', 'expired'])
  expect(effects()).toBe(0)
})

test('an epoch that passes while an order waits makes it stale', async () => {
  let epoch = 5
  let release: () => void = () => undefined
  const slow: Verb = {
    isRepeatable: true,
    run: () =>
      new Promise((resolve) => {
        release = () => resolve({ ok: true, message: '', output: null })
      }),
  }
  const { desk, clock, sent, effects } = open({ verbs: { slow }, epoch: () => epoch })
  desk.receive(command({ verb: 'slow' }))
  desk.receive(command())
  await clock.advance(0)
  epoch = 6
  release()
  await clock.advance(0)
  expect(sent.at(-1)).toMatchObject({ t: 'command.decline', body: { reason: 'stale_epoch' } })
  expect(effects()).toBe(0)
})

test('outcomes are repeated after each reconnect until they are confirmed', async () => {
  const { desk, clock, sent } = open()
  const order = command()
  desk.receive(order)
  await clock.advance(0)
  sent.length = 0
  desk.repeatOutcomes()
  expect(types(sent)).toEqual(['command.result'])
  desk.confirm(order.cmdId)
  desk.repeatOutcomes()
  expect(sent).toHaveLength(1)
})

test('a verb that throws is a failed result, and the next order is carried out', async () => {
  const broken: Verb = { isRepeatable: true, run: () => Promise.reject(new Error('no luck')) }
  const { desk, clock, sent, effects } = open({ verbs: { broken } })
  desk.receive(command({ verb: 'broken' }))
  desk.receive(command())
  await clock.advance(0)
  expect(sent.filter((frame) => frame.t === 'command.result')).toMatchObject([
    { body: { ok: false, message: 'no luck' } },
    { body: { ok: true } },
  ])
  expect(effects()).toBe(1)
})

test('the ledger remembers a thousand orders and no more', async () => {
  const { desk, clock, stateDir, effects } = open()
  const orders = Array.from({ length: 1_100 }, () => command())
  for (const order of orders) {
    desk.receive(order)
    await Promise.resolve()
  }
  await clock.advance(0)
  expect(effects()).toBe(1_100)
  for (const order of orders) desk.confirm(order.cmdId)
  desk.receive(command())
  await clock.advance(0)
  const ledger = CommandLedger.open({ stateDir, log: testLogger() })
  const remembered = orders.filter((order) => ledger.get(order.cmdId) !== undefined)
  expect(remembered.length).toBeLessThanOrEqual(1_000)
  expect(ledger.get(orders.at(-1)?.cmdId ?? '')).toBeDefined()
})
