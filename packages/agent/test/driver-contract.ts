import { randomUUID } from 'node:crypto'
import type { LogLine, RunSpec } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { atEnd } from './at-end.ts'
import { LogNotFound, type Driver, type LogBatch, type ObservedRun, type RunRequest } from '../src/drivers/driver.ts'
import { temporaryFolder } from './in-process-agent.ts'
import { until } from './until.ts'

/** What a driver needs to be held to its promises. Lengths are seconds of real time. */
export type DriverHarness = {
  create: (stateDir: string) => Driver | Promise<Driver>
  /** How exactly times of the world are known; 1 ms when left out. */
  timesAreExactToMs?: number
  /**
   * A command that runs for so long and ends so, and prints at least two lines before it does. `stopSeconds`: it takes at least so long to end when it
   * is stopped, where the driver is slow enough for that to matter.
   */
  spec: (options: { seconds: number; stopSeconds?: number; exitCode?: number; overrides?: Partial<RunSpec> }) => RunSpec
  /** A gang whose first replica fails while the others would run for long. */
  failingGang: () => RunSpec
  /** How often the command of a run was begun, for each replica. */
  starts: (context: { runId: string; stateDir: string; driver: Driver; seen: ObservedRun[] }) => Promise<number>
}

type Opened = { driver: Driver; seen: ObservedRun[]; close: () => Promise<void> }

/** The promises of every driver. A driver is done when this passes. */
export function driverContract(name: string, harness: DriverHarness): void {
  const { timesAreExactToMs = 1 } = harness
  const open = async (stateDir: string): Promise<Opened> => {
    const driver = await harness.create(stateDir)
    const seen: ObservedRun[] = []
    await driver.open({ onRun: (run) => seen.push(run), onNode: () => undefined })
    let isClosed = false
    const close = async (): Promise<void> => {
      if (!isClosed) await driver.close()
      isClosed = true
    }
    atEnd(async () => {
      if (!isClosed) await endAll(driver)
      await close()
    })
    return { driver, seen, close }
  }
  const request = (spec: RunSpec, generation = 1): RunRequest => ({ runId: randomUUID(), generation, spec })
  const phaseOf = (driver: Driver, { runId, generation }: RunRequest): string | undefined =>
    driver.find(runId).find((run) => run.generation === generation)?.phase
  const phases = (seen: ObservedRun[], { runId }: RunRequest): string[] =>
    seen
      .filter((run) => run.runId === runId)
      .map((run) => run.phase)
      .filter((phase, index, all) => phase !== all[index - 1])

  describe.concurrent(`${name} keeps the contract of drivers`, () => {
    test('a run that succeeds reports STARTING, RUNNING and SUCCEEDED in this order', async () => {
      const { driver, seen } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.1 }))
      expect(driver.admit(run)).toBeUndefined()
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'SUCCEEDED', 'it succeeded')
      expect(phases(seen, run)).toEqual(['STARTING', 'RUNNING', 'SUCCEEDED'])
      expect(driver.find(run.runId)[0]).toMatchObject({ reason: 'COMPLETED', exitCode: 0 })
      const { startedAt = 0, finishedAt = 0 } = driver.find(run.runId)[0] ?? {}
      expect(finishedAt).toBeGreaterThanOrEqual(startedAt)
    })

    test('a run that fails says so with its exit code', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.05, exitCode: 3 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'FAILED', 'it failed')
      expect(driver.find(run.runId)[0]).toMatchObject({ reason: 'EXIT_NONZERO', exitCode: 3 })
    })

    test('starting the same generation twice runs the command once', async () => {
      const stateDir = temporaryFolder()
      const { driver, seen } = await open(stateDir)
      const run = request(harness.spec({ seconds: 0.1 }))
      driver.admit(run)
      await Promise.all([driver.start(run), driver.start(run)])
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'SUCCEEDED', 'it succeeded')
      await driver.start(run)
      expect(await harness.starts({ runId: run.runId, stateDir, driver, seen })).toBe(1)
      expect(phases(seen, run)).toEqual(['STARTING', 'RUNNING', 'SUCCEEDED'])
    })

    test('an order to stop ends a run as CANCELLED with the reason of the order', async () => {
      const { driver, seen } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 600 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'RUNNING', 'it runs')
      await driver.stop(run, { reason: 'PREEMPTED', message: 'made room', graceMs: 500 })
      await until(() => phaseOf(driver, run) === 'CANCELLED', 'it was cancelled')
      expect(driver.find(run.runId)[0]).toMatchObject({ reason: 'PREEMPTED', message: 'made room' })
      expect(phases(seen, run).at(-1)).toBe('CANCELLED')
    })

    test('an order to stop for its time limit ends a run as FAILED', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 600 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'RUNNING', 'it runs')
      await driver.stop(run, { reason: 'TIMEOUT', message: 'too long', graceMs: 100 })
      await until(() => phaseOf(driver, run) === 'FAILED', 'it failed')
      expect(driver.find(run.runId)[0]).toMatchObject({ reason: 'TIMEOUT' })
    })

    test('a final phase never changes, whatever is ordered afterwards', async () => {
      const { driver, seen } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.05 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phases(seen, run).at(-1) === 'SUCCEEDED', 'it succeeded')
      await driver.stop(run, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
      await driver.start(run)
      expect(phaseOf(driver, run)).toBe('SUCCEEDED')
      expect(phases(seen, run).at(-1)).toBe('SUCCEEDED')
    })

    test('a restart finds what still runs, and its end', async () => {
      const stateDir = temporaryFolder()
      const first = await open(stateDir)
      const long = request(harness.spec({ seconds: 1.2 }))
      const short = request(harness.spec({ seconds: 0.05, exitCode: 4 }))
      for (const run of [long, short]) {
        first.driver.admit(run)
        await first.driver.start(run)
      }
      await until(() => phaseOf(first.driver, long) === 'RUNNING', 'the long one runs')
      await until(() => phaseOf(first.driver, short) === 'FAILED', 'the short one failed')
      const startedAt = first.driver.find(long.runId)[0]?.startedAt ?? 0
      await first.close()

      const second = await open(stateDir)
      expect([...second.driver.runs()].map((run) => run.runId).toSorted()).toEqual([long.runId, short.runId].toSorted())
      expect(second.driver.find(short.runId)[0]).toMatchObject({ phase: 'FAILED', exitCode: 4 })
      expect(Math.abs((second.driver.find(long.runId)[0]?.startedAt ?? 0) - startedAt)).toBeLessThan(100)
      await until(() => phaseOf(second.driver, long) === 'SUCCEEDED', 'the long one succeeded')
      const starts = { ...second, runId: long.runId, stateDir, seen: [...first.seen, ...second.seen] }
      expect(await harness.starts(starts)).toBe(1)
    })

    test('what ends while nobody looks is found ended', async () => {
      const stateDir = temporaryFolder()
      const first = await open(stateDir)
      const run = request(harness.spec({ seconds: 0.3 }))
      first.driver.admit(run)
      await first.driver.start(run)
      await first.close()
      await new Promise((resolve) => {
        setTimeout(resolve, 600 + timesAreExactToMs)
      })
      const second = await open(stateDir)
      await until(() => phaseOf(second.driver, run) === 'SUCCEEDED', 'it succeeded')
      const { startedAt = 0, finishedAt = 0 } = second.driver.find(run.runId)[0] ?? {}
      expect(finishedAt - startedAt).toBeLessThan(600 + timesAreExactToMs)
    })

    test('an order to stop survives a restart', async () => {
      const stateDir = temporaryFolder()
      const first = await open(stateDir)
      const run = request(harness.spec({ seconds: 600 }))
      first.driver.admit(run)
      await first.driver.start(run)
      await until(() => phaseOf(first.driver, run) === 'RUNNING', 'it runs')
      await first.driver.stop(run, { reason: 'SUSPENDED', message: 'paused', graceMs: 200 })
      await first.close()
      const second = await open(stateDir)
      await until(() => phaseOf(second.driver, run) === 'CANCELLED', 'it was cancelled')
      expect(second.driver.find(run.runId)[0]).toMatchObject({ reason: 'SUSPENDED' })
    })

    test('a gang fails as one', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.failingGang())
      expect(driver.admit(run)).toBeUndefined()
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'FAILED', 'it failed')
      const [seen] = driver.find(run.runId)
      expect(seen?.replicas?.map((replica) => replica.phase)).toEqual(['FAILED', 'CANCELLED', 'CANCELLED'])
      expect(seen).toMatchObject({ reason: 'EXIT_NONZERO', exitCode: 7 })
    })

    test('what does not fit, or has no such node, is refused and not started', async () => {
      const { driver } = await open(temporaryFolder())
      const huge = request(harness.spec({ seconds: 1, overrides: { resources: { cpu: 2_000_000_000 } } }))
      const nowhere = request(harness.spec({ seconds: 1, overrides: { nodes: ['no-such-node'] } }))
      expect(driver.admit(huge)).toMatchObject({ code: 'NO_ROOM', retryable: false })
      expect(driver.admit(nowhere)).toMatchObject({ code: 'NODE_UNKNOWN' })
      await expect(driver.start(huge)).rejects.toThrow()
      expect(driver.find(huge.runId)).toEqual([])
    })

    test('room is given once, and given back at the end', async () => {
      const { driver } = await open(temporaryFolder())
      const [node] = driver.nodes()
      const all = { cpu: node?.allocatable.cpu ?? 0 }
      const first = request(harness.spec({ seconds: 600, overrides: { resources: all, nodes: [node?.name ?? ''] } }))
      const second = request(harness.spec({ seconds: 0.05, overrides: { resources: all, nodes: [node?.name ?? ''] } }))
      expect(driver.admit(first)).toBeUndefined()
      await driver.start(first)
      await until(() => phaseOf(driver, first) === 'RUNNING', 'the first runs')
      expect(driver.admit(second)).toMatchObject({ code: 'NO_ROOM', retryable: true })
      await driver.stop(first, { reason: 'PREEMPTED', message: '', graceMs: 300 })
      // The first one is ending: its room is promised to the second, which waits for it.
      expect(driver.admit(second)).toBeUndefined()
      await driver.start(second)
      await until(() => phaseOf(driver, second) === 'SUCCEEDED', 'the second ran')
      expect(phaseOf(driver, first)).toBe('CANCELLED')
    })

    test('a run that waits for room can be stopped before it begins', async () => {
      const stateDir = temporaryFolder()
      const { driver, seen } = await open(stateDir)
      const [node] = driver.nodes()
      const all = { cpu: node?.allocatable.cpu ?? 0 }
      const first = request(
        harness.spec({ seconds: 600, stopSeconds: 60, overrides: { resources: all, nodes: [node?.name ?? ''] } }),
      )
      const second = request(harness.spec({ seconds: 1, overrides: { resources: all, nodes: [node?.name ?? ''] } }))
      driver.admit(first)
      await driver.start(first)
      await until(() => phaseOf(driver, first) === 'RUNNING', 'the first runs')
      await driver.stop(first, { reason: 'PREEMPTED', message: '', graceMs: 5_000 })
      driver.admit(second)
      await driver.start(second)
      await driver.stop(second, { reason: 'USER_CANCEL', message: 'no', graceMs: 0 })
      await until(() => phaseOf(driver, second) === 'CANCELLED', 'the second was cancelled')
      expect(await harness.starts({ runId: second.runId, stateDir, driver, seen })).toBe(0)
    })

    test('output resumes from a cursor without loss or repeat, whatever the size of a batch', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.3 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'SUCCEEDED', 'it succeeded')
      const whole = (await readAll(driver, run.runId, 16_384)).map((line) => line.text)
      expect(whole.length).toBeGreaterThan(1)
      const small: string[] = []
      let cursor: string | undefined
      for (;;) {
        const batch = await readOne(driver, run.runId, cursor)
        if (batch === undefined) break
        small.push(...batch.lines.map((line) => line.text))
        ;({ cursor } = batch)
      }
      expect(small.join('')).toBe(whole.join(''))
    })

    test('a reader that follows gets everything and then the end', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.4 }))
      driver.admit(run)
      await driver.start(run)
      const followed = await readAll(driver, run.runId, 16_384, true)
      // Two streams keep their own order; which of them comes first is chance.
      expect(textsOf(followed)).toEqual(textsOf(await readAll(driver, run.runId, 16_384)))
    })

    test('output of a forgotten run is still there, and the run is not', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 0.05 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'SUCCEEDED', 'it succeeded')
      const before = await readAll(driver, run.runId, 16_384)
      await driver.forget(run)
      expect(driver.find(run.runId)).toEqual([])
      expect([...driver.runs()]).toEqual([])
      expect(await readAll(driver, run.runId, 16_384)).toEqual(before)
    })

    test('a forgotten run stays forgotten after a restart', async () => {
      const stateDir = temporaryFolder()
      const first = await open(stateDir)
      const run = request(harness.spec({ seconds: 0.05 }))
      first.driver.admit(run)
      await first.driver.start(run)
      await until(() => phaseOf(first.driver, run) === 'SUCCEEDED', 'it succeeded')
      await first.driver.forget(run)
      await first.close()
      const second = await open(stateDir)
      expect([...second.driver.runs()]).toEqual([])
      expect((await readAll(second.driver, run.runId, 16_384)).length).toBeGreaterThan(0)
    })

    test('output of an unknown run is an error that says so', async () => {
      const { driver } = await open(temporaryFolder())
      await expect(readAll(driver, randomUUID(), 1_000)).rejects.toThrow(LogNotFound)
    })

    test('usage and the self-test answer', async () => {
      const { driver } = await open(temporaryFolder())
      const run = request(harness.spec({ seconds: 600 }))
      driver.admit(run)
      await driver.start(run)
      await until(() => phaseOf(driver, run) === 'RUNNING', 'it runs')
      const samples = await driver.usage()
      expect(samples.map((sample) => sample.kind)).toContain('node')
      expect(samples.find((sample) => sample.key === run.runId)?.values.memory).toBeGreaterThanOrEqual(0)
      expect((await driver.check()).length).toBeGreaterThan(0)
    })
  })
}

async function endAll(driver: Driver): Promise<void> {
  for (const run of driver.runs()) await driver.stop(run, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
  await until(
    () => [...driver.runs()].every((run) => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(run.phase)),
    'everything has ended',
  )
}

function textsOf(lines: LogLine[]): string[] {
  return lines.map((line) => `${line.stream} ${line.text}`).toSorted()
}

async function readAll(driver: Driver, runId: string, batchBytesMax: number, isFollowing = false): Promise<LogLine[]> {
  const lines: LogLine[] = []
  const { signal } = new AbortController()
  for await (const batch of driver.logs({ runId, isFollowing, batchBytesMax, signal })) lines.push(...batch.lines)
  return lines
}

async function readOne(driver: Driver, runId: string, cursor: string | undefined): Promise<LogBatch | undefined> {
  const { signal } = new AbortController()
  const options = cursor === undefined ? {} : { cursor }
  for await (const batch of driver.logs({ runId, isFollowing: false, batchBytesMax: 16, signal, ...options }))
    return batch
  return undefined
}
