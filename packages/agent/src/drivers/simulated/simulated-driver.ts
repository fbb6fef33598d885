import { join } from 'node:path'
import { isFinalRunPhase, type CheckLine, type MetricSample } from '@fairlead/protocol'
import type { Clock } from '../../lib/clock.ts'
import { Journal } from '../../lib/journal.ts'
import type { Logger } from '../../lib/logger.ts'
import { TimerQueue } from '../../lib/timer-queue.ts'
import { NodeLedger } from '../node-ledger.ts'
import type {
  Driver,
  DriverEvents,
  LogBatch,
  LogRequest,
  ObservedNode,
  ObservedRun,
  Refusal,
  RunRef,
  RunRequest,
  StopOrder,
} from '../driver.ts'
import { drawLife, type SimulatedDefaults } from './draw-life.ts'
import { readSimulatedLogs } from './read-simulated-logs.ts'
import { simulatedNodes, type FleetGroup } from './simulated-fleet.ts'
import { nextChangeAt, observeSimulated, type SimulatedRun } from './simulated-run.ts'
import { simulatedUsage } from './simulated-usage.ts'

export type SimulatedOptions = {
  stateDir: string
  fleet: FleetGroup[]
  defaults: SimulatedDefaults
  /** 60: a minute of a workload takes a second. */
  timeScale: number
  logRetentionMs: number
  clock: Clock
  log: Logger
}

/** A stopped run needs this long to end, or its grace if that is shorter. In seconds of the workload. */
const STOP_SECONDS = 0.5
/** Output of more forgotten runs than this is not kept, however recent. */
const FORGOTTEN_MAX = 10_000

/**
 * A cluster that exists only here: nodes of given shapes, and runs that take their time and use nothing. The world goes on while the
 * agent is dead, because everything about a run follows from its record and the clock; one alarm queue drives all of them.
 */
export class SimulatedDriver implements Driver {
  readonly name = 'simulated'
  readonly secondMs: number
  readonly #options: SimulatedOptions
  readonly #clock: Clock
  readonly #nodes: Map<string, ObservedNode>
  readonly #ledger = new NodeLedger()
  /** By run id, then by generation in ascending order. */
  readonly #runs = new Map<string, SimulatedRun[]>()
  /** In the order in which they were forgotten. */
  readonly #forgotten = new Map<string, SimulatedRun>()
  /** Admitted and started, but without room yet. */
  readonly #waiting = new Set<SimulatedRun>()
  readonly #alarms: TimerQueue<SimulatedRun>
  #journal: Journal | undefined
  #events: DriverEvents | undefined

  constructor(options: SimulatedOptions) {
    this.#options = options
    this.#clock = options.clock
    this.secondMs = 1000 / options.timeScale
    this.#nodes = new Map(simulatedNodes(options.fleet).map((node) => [node.name, node]))
    for (const node of this.#nodes.values()) this.#ledger.setNode(node.name, node.allocatable)
    this.#alarms = new TimerQueue(this.#clock, (run, at) => this.#onAlarm(run, at))
  }

  open(events: DriverEvents): Promise<void> {
    this.#journal = Journal.open({
      dir: join(this.#options.stateDir, 'simulated'),
      log: this.#options.log,
      apply: (entry) => this.#replay(entry),
      snapshot: () => this.#snapshot(),
    })
    this.#events = events
    const now = this.#clock.now()
    for (const run of this.#all()) this.#resume(run, now)
    return Promise.resolve()
  }

  nodes(): Iterable<ObservedNode> {
    return this.#nodes.values()
  }

  runs(): Iterable<ObservedRun> {
    return this.#observeAll(this.#alarms.runDue())
  }

  *#observeAll(now: number): Iterable<ObservedRun> {
    for (const run of this.#all()) yield observeSimulated(run, now)
  }

  find(runId: string): ObservedRun[] {
    // Nobody sees a state of which nobody was told.
    const now = this.#alarms.runDue()
    return (this.#runs.get(runId) ?? []).map((run) => observeSimulated(run, now))
  }

  admit(request: RunRequest): Refusal | undefined {
    return this.#ledger.admit(request)
  }

  release(ref: RunRef): void {
    this.#ledger.release(ref)
  }

  start(request: RunRequest): Promise<void> {
    if (this.#get(request) !== undefined) return Promise.resolve()
    const refusal = this.#ledger.admit(request)
    if (refusal !== undefined) return Promise.reject(new Error(refusal.message))
    const { spec } = request
    const run: SimulatedRun = {
      runId: request.runId,
      generation: request.generation,
      name: spec.workload.name,
      replicas: spec.replicas,
      nodes: this.#ledger.placesOf(request),
      resources: spec.resources,
      ...drawLife(request, this.#options.defaults, this.secondMs),
    }
    const generations = this.#runs.get(run.runId) ?? []
    generations.push(run)
    generations.sort((a, b) => a.generation - b.generation)
    this.#runs.set(run.runId, generations)
    this.#waiting.add(run)
    if (!this.#launch(run)) {
      this.#save(run)
      this.#report(run, this.#clock.now())
    }
    return Promise.resolve()
  }

  stop(ref: RunRef, order: StopOrder): Promise<void> {
    const now = this.#alarms.runDue()
    const run = this.#get(ref)
    if (run === undefined || run.stop !== undefined) return Promise.resolve()
    if (isFinalRunPhase(observeSimulated(run, now).phase)) return Promise.resolve()
    const graceMs = order.graceMs * (this.secondMs / 1000)
    run.stop = {
      reason: order.reason,
      message: order.message,
      at: now,
      takesMs: run.launchedAt === undefined ? 0 : Math.min(graceMs, STOP_SECONDS * this.secondMs),
    }
    this.#save(run)
    this.#ledger.markEnding(run)
    this.#waiting.delete(run)
    this.#onAlarm(run, now)
    return Promise.resolve()
  }

  forget(ref: RunRef): Promise<void> {
    const run = this.#get(ref)
    if (run === undefined) return Promise.resolve()
    run.forgottenAt = this.#clock.now()
    this.#save(run)
    this.#remove(run)
    this.#keepForgotten(run)
    return Promise.resolve()
  }

  logs(request: LogRequest): AsyncIterable<LogBatch> {
    const run = this.#runs.get(request.runId)?.at(-1) ?? this.#forgotten.get(request.runId)
    return readSimulatedLogs({ run, request, clock: this.#clock, secondMs: this.secondMs })
  }

  usage(): Promise<MetricSample[]> {
    const now = this.#clock.now()
    const running: SimulatedRun[] = []
    for (const run of this.#all()) if (observeSimulated(run, now).phase === 'RUNNING') running.push(run)
    return Promise.resolve(simulatedUsage(this.#nodes.values(), running, now))
  }

  check(): Promise<CheckLine[]> {
    const count = this.#nodes.size
    return Promise.resolve([
      {
        name: 'simulated nodes',
        ok: count > 0,
        detail: `${count} nodes`,
        ...(count > 0 ? {} : { fix: 'set simulatedFleet to at least one group of nodes' }),
      },
    ])
  }

  observeAgeMs(): undefined {
    return undefined
  }

  async close(): Promise<void> {
    this.#events = undefined
    this.#alarms.close()
    await this.#journal?.close()
  }

  #get(ref: RunRef): SimulatedRun | undefined {
    return this.#runs.get(ref.runId)?.find((run) => run.generation === ref.generation)
  }

  *#all(): Iterable<SimulatedRun> {
    for (const generations of this.#runs.values()) yield* generations
  }

  /** Gives a waiting run its room if it is free. */
  #launch(run: SimulatedRun): boolean {
    if (!this.#ledger.occupy(run)) return false
    const now = this.#clock.now()
    run.launchedAt = Math.min(now, run.beganAt ?? now)
    this.#waiting.delete(run)
    this.#save(run)
    this.#onAlarm(run, now)
    return true
  }

  #onAlarm(run: SimulatedRun, at: number): void {
    this.#report(run, at)
    const next = nextChangeAt(run, at)
    if (next !== undefined) {
      this.#alarms.set(run, next)
      return
    }
    this.#alarms.cancel(run)
    this.#ledger.release(run)
    for (const waiting of this.#waiting) this.#launch(waiting)
  }

  #report(run: SimulatedRun, at: number): void {
    this.#events?.onRun(observeSimulated(run, at))
  }

  #save(run: SimulatedRun): void {
    this.#journal?.append(run)
  }

  #replay(entry: unknown): boolean {
    const run = entry as SimulatedRun
    const known = this.#get(run)
    if (known) this.#remove(known)
    if (run.forgottenAt !== undefined) {
      this.#keepForgotten(run)
      return true
    }
    const generations = this.#runs.get(run.runId) ?? []
    generations.push(run)
    this.#runs.set(run.runId, generations)
    return true
  }

  #resume(run: SimulatedRun, now: number): void {
    const seen = observeSimulated(run, now)
    if (isFinalRunPhase(seen.phase)) return
    if (run.launchedAt === undefined) {
      run.launchedAt = now
      this.#save(run)
    }
    this.#ledger.restore(run, run.nodes, run.resources)
    if (run.stop !== undefined) this.#ledger.markEnding(run)
    const next = nextChangeAt(run, now)
    if (next !== undefined) this.#alarms.set(run, next)
  }

  #remove(run: SimulatedRun): void {
    const left = (this.#runs.get(run.runId) ?? []).filter((each) => each.generation !== run.generation)
    if (left.length > 0) this.#runs.set(run.runId, left)
    else this.#runs.delete(run.runId)
    this.#alarms.cancel(run)
    this.#waiting.delete(run)
    this.#ledger.release(run)
  }

  #keepForgotten(run: SimulatedRun): void {
    this.#forgotten.delete(run.runId)
    this.#forgotten.set(run.runId, run)
    const oldest = this.#clock.now() - this.#options.logRetentionMs
    for (const [runId, each] of this.#forgotten) {
      const isKept = this.#forgotten.size <= FORGOTTEN_MAX && (each.forgottenAt ?? 0) >= oldest
      if (isKept) break
      this.#forgotten.delete(runId)
    }
  }

  *#snapshot(): Iterable<SimulatedRun> {
    for (const run of this.#forgotten.values()) yield { ...run }
    for (const run of this.#all()) yield { ...run }
  }
}
