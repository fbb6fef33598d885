import { randomUUID } from 'node:crypto'
import { CONTROL_TO_AGENT } from '@fairlead/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fastClock } from './fast-clock.ts'
import { startAgent, startPlane } from './in-process-agent.ts'
import { runItem, simulatedSpec } from './run-body.ts'
import type { TestSession } from './test-control-plane.ts'
import { until } from './until.ts'

const small = fc.integer({ min: -1, max: 5 })
const uuid = fc.constantFrom(randomUUID(), randomUUID(), 'not-a-uuid')
const item = fc.record({
  kind: fc.constantFrom('run', 'volume', ''),
  key: fc.oneof(uuid, fc.string({ maxLength: 5 })),
  generation: small,
  rev: small,
  body: fc.oneof(fc.anything({ maxDepth: 2 }), fc.constant(runItem(simulatedSpec(0.01)).body)),
})

/** Bodies that are often right and often just beside it, for each type that a control plane may send. */
const BODIES: Record<keyof typeof CONTROL_TO_AGENT, fc.Arbitrary<unknown>> = {
  welcome: fc.anything({ maxDepth: 2 }),
  'desired.begin': fc.record({ rev: small, pages: small }),
  'desired.page': fc.record({ rev: small, page: small, items: fc.array(item, { maxLength: 3 }) }),
  'desired.end': fc.record({ rev: small, count: small, digest: fc.string(), confirmPrune: fc.boolean() }),
  'desired.delta': fc.record({
    fromRev: small,
    toRev: small,
    upserts: fc.array(item, { maxLength: 3 }),
    tombstones: fc.array(fc.record({ kind: fc.constant('run'), key: uuid, rev: small }), { maxLength: 3 }),
  }),
  command: fc.record({
    cmdId: uuid,
    verb: fc.constantFrom('check', 'report', '__proto__', 'x'),
    args: fc.dictionary(fc.string({ maxLength: 5 }), fc.anything({ maxDepth: 1 })),
    ttlMs: fc.constantFrom(0, 1, 10_000),
    fence: fc.record({ epoch: small }),
  }),
  'command.done': fc.record({ cmdId: uuid }),
  hb: fc.record({ counter: small }),
  'log.open': fc.record({
    stream: uuid,
    runId: uuid,
    follow: fc.boolean(),
    creditBytes: small,
    tailLines: small,
    cursor: fc.string(),
  }),
  'log.credit': fc.record({ stream: uuid, bytes: small }),
  'log.close': fc.record({ stream: uuid, reason: fc.string(), message: fc.string() }),
  drain: fc.anything({ maxDepth: 2 }),
  error: fc.record({ code: fc.string(), message: fc.string(), fatal: fc.boolean() }),
}

const frame = fc
  .constantFrom(...(Object.keys(BODIES) as (keyof typeof BODIES)[]))
  .chain((t) => BODIES[t].map((b) => ({ t, b })))

describe('an agent under fire', () => {
  test('frames of every type with every kind of body neither crash the agent nor keep it from its work', async () => {
    const plane = await startPlane()
    plane.isDelivering = false
    const agent = await startAgent({ plane, clock: fastClock(30), random: () => 0 })
    const crashes: unknown[] = []
    const onCrash = (error: unknown): void => void crashes.push(error)
    process.on('uncaughtException', onCrash)
    process.on('unhandledRejection', onCrash)
    await until(() => plane.session?.of('hello').length === 1, 'connected')
    const broken = new Map<TestSession, number>()
    const frames = fc.sample(frame, { numRuns: 4_000, seed: Date.now() })
    for (const { t, b } of frames) {
      const session = plane.session
      if (session === undefined || session.of('hello').length === 0) {
        await until(() => plane.session?.of('hello').length === 1, 'connected again')
        continue
      }
      // A peer that breaks the contract too often is hung up on, and this test is not about waiting.
      const isBroken = !CONTROL_TO_AGENT[t].safeParse(b).success
      const count = (broken.get(session) ?? 0) + (isBroken ? 1 : 0)
      broken.set(session, count)
      if (isBroken && count > 19) continue
      const { outbox, socket } = session
      outbox.push(t, b as never)
      socket.send(outbox.take() ?? '')
      if (Math.random() < 0.05) await new Promise((resolve) => setImmediate(resolve))
    }
    plane.cut()
    plane.cluster.rev = 1_000
    const good = runItem(simulatedSpec(0.05))
    plane.isDelivering = true
    plane.want([good])
    await until(() => plane.sessions.at(-1)?.of('hello').length === 1 && plane.session, 'connected at last')
    if (plane.session !== undefined) plane.sendSnapshot(plane.session, { confirmPrune: true })
    await until(() => plane.run(good.key)?.phase === 'SUCCEEDED', 'work is done as before')
    process.off('uncaughtException', onCrash)
    process.off('unhandledRejection', onCrash)
    expect(crashes).toEqual([])
    expect(plane.problems).toEqual([])
    expect(agent.lines.length).toBeGreaterThan(0)
  })
})
