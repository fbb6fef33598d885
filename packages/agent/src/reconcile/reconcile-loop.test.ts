import { randomUUID } from 'node:crypto'
import type { ApplyFailure } from '@fairlead/protocol'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder, testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import { runItem, runSpec } from '../../test/run-body.ts'
import type { Driver, RunRef } from '../drivers/driver.ts'
import { DesiredStore } from '../store/desired-store.ts'
import { ReconcileLoop } from './reconcile-loop.ts'

const RUNS = 200
const PARALLEL = 32
let loop: ReconcileLoop | undefined
afterEach(() => loop?.stop())

/** A loop that wants `RUNS` runs on a driver whose starts end when the test says so. */
function openSlow() {
  const clock = new ManualClock()
  const store = DesiredStore.open({ stateDir: temporaryFolder(), log: testLogger() })
  const upserts = Array.from({ length: RUNS }, (_, index) => {
    const { body, ...item } = runItem(runSpec(), { key: randomUUID() })
    return { ...item, rev: index + 1, body: JSON.stringify(body) }
  })
  store.apply({ fromRev: 0, toRev: RUNS, upserts, removals: [] })
  const ends: (() => void)[] = []
  const breaks: ((error: Error) => void)[] = []
  const failures: ApplyFailure[] = []
  const driver = {
    secondMs: 1000,
    find: () => [],
    runs: () => [],
    admit: () => undefined,
    release: () => undefined,
    start: (_request: RunRef) =>
      new Promise<void>((resolve, reject) => {
        ends.push(resolve)
        breaks.push(reject)
      }),
  } as unknown as Driver
  loop = new ReconcileLoop({
    store,
    driver,
    clock,
    random: () => 0.5,
    log: testLogger(),
    mayStart: () => true,
    isAuthoritative: () => true,
    onStatus: () => undefined,
    onForgotten: () => undefined,
    onLateFailure: (failure) => failures.push(failure),
  })
  loop.start()
  return { loop, clock, ends, breaks, failures }
}

test('many slow starts do not make the loop look stuck as long as one after the other ends', async () => {
  const { loop: slow, clock, ends } = openSlow()
  await clock.advance(1)
  expect(ends).toHaveLength(PARALLEL)
  for (let ended = 0; ended < 60; ended += 1) {
    await clock.advance(5_000)
    ends[ended]?.()
    await clock.advance(1)
    expect(slow.passAgeMs).toBeLessThan(10_000)
  }
  expect(ends.length).toBeGreaterThan(60)
})

test('a loop in which nothing ends any more looks stuck', async () => {
  const { loop: stuck, clock, ends } = openSlow()
  await clock.advance(1)
  await clock.advance(600_000)
  expect(ends).toHaveLength(PARALLEL)
  expect(stuck.passAgeMs).toBeGreaterThan(500_000)
})

test('a start that the end of the agent cuts off is no refusal; one that breaks by itself is', async () => {
  const { loop: ending, clock, breaks, failures } = openSlow()
  await clock.advance(1)
  breaks[0]?.(new Error('socket hang up'))
  await clock.advance(1)
  expect(failures.map(({ code }) => code)).toEqual(['START_FAILED'])
  ending.stop()
  for (const cutOff of breaks.slice(1)) cutOff(new Error('socket hang up'))
  await clock.advance(1)
  expect(failures).toHaveLength(1)
})
