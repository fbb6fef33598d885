import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckLine, MetricSample } from '@fairlead/protocol'
import type { Clock, Timer } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import { writeFileAtomic } from '../../lib/files.ts'
import { bootId } from '../../lib/process-identity.ts'
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
import { NodeLedger } from '../node-ledger.ts'
import { checkHost } from './check-host.ts'
import { GpuLedger } from './gpu-ledger.ts'
import { localNode, type HostDeclaration } from './local-host.ts'
import { LocalRun } from './local-run.ts'
import { queryGpus } from './nvidia-smi.ts'
import { CursorBook } from '../log-cursor.ts'
import { readLocalLogs } from './read-local-logs.ts'
import { freePort } from './free-port.ts'
import { refusalOf } from './refusal.ts'
import { runEnvironment } from './run-environment.ts'
import { listRunFolders, RunFolder, type RunRecord } from './run-folder.ts'
import { RUN_SHIM } from './run-shim.ts'
import { KeptOutput } from '../kept-output.ts'
import { RemainsSweeper } from './remains-sweeper.ts'
import { keyOf, RunRegister } from './run-register.ts'
import { UsageMeter } from './usage-meter.ts'

export type LocalOptions = {
  stateDir: string
  host: HostDeclaration
  /** The agent's environment, of which runs get the harmless part. */
  env: NodeJS.ProcessEnv
  logRetentionMs: number
  clock: Clock
  log: Logger
}

/** How often runs are looked at: while one begins or is to end, and otherwise. */
const LOOK_MS = { restless: 25, calm: 250 }

/** Runs are processes of this host, which outlive the agent. Everything that must not be lost is a file in the run's folder. */
export class LocalDriver implements Driver {
  readonly name = 'local'
  readonly secondMs = 1000
  readonly #options: LocalOptions
  readonly #runsDir: string
  readonly #shim: string
  readonly #boot = bootId()
  readonly #ledger = new NodeLedger()
  readonly #runs = new RunRegister()
  readonly #kept: KeptOutput
  readonly #remains: RemainsSweeper
  readonly #waiting = new Map<string, { run: LocalRun; request: RunRequest }>()
  readonly #cursors = new CursorBook()
  readonly #meter = new UsageMeter()
  #gpus = new GpuLedger(0)
  #node: ObservedNode | undefined
  #events: DriverEvents | undefined
  #lookTimer: { timer: Timer; delayMs: number } | undefined

  constructor(options: LocalOptions) {
    this.#options = options
    this.#runsDir = join(options.stateDir, 'runs')
    this.#shim = join(options.stateDir, 'run-shim.sh')
    const { clock, log, logRetentionMs: retentionMs } = options
    this.#kept = new KeptOutput({ pathOf: (ref) => new RunFolder(this.#runsDir, ref).path, retentionMs, clock, log })
    this.#remains = new RemainsSweeper({ boot: this.#boot, clock, log })
  }

  async open(events: DriverEvents): Promise<void> {
    const { host } = this.#options
    const gpus = await queryGpus()
    this.#node = localNode(host, gpus)
    this.#gpus = new GpuLedger(this.#node.gpu?.count ?? 0)
    this.#ledger.setNode(host.name, this.#node.allocatable)
    mkdirSync(this.#runsDir, { recursive: true, mode: 0o700 })
    // Replaced as a whole: shells that read the one of an earlier version go on reading that.
    await writeFileAtomic(this.#shim, RUN_SHIM)
    for (const ref of listRunFolders(this.#runsDir)) this.#find(ref)
    this.#events = events
    this.#kept.sweep()
    this.#lookSoon()
  }

  nodes(): Iterable<ObservedNode> {
    return this.#node === undefined ? [] : [this.#node]
  }

  *runs(): Iterable<ObservedRun> {
    for (const run of this.#runs.all()) yield run.observe()
  }

  find(runId: string): ObservedRun[] {
    return this.#runs.generations(runId).map((run) => run.observe())
  }

  admit(request: RunRequest): Refusal | undefined {
    if (this.#kept.has(request)) {
      return { code: 'GENERATION_USED', message: 'this generation has run here and was forgotten', retryable: false }
    }
    return refusalOf(request) ?? this.#ledger.admit(request)
  }

  release(ref: RunRef): void {
    this.#ledger.release(ref)
  }

  async start(request: RunRequest): Promise<void> {
    if (this.#runs.has(request)) return
    const refusal = this.admit(request)
    if (refusal !== undefined) throw new Error(refusal.message)
    const run = this.#newRun(request)
    this.#runs.add(run)
    try {
      if (await this.#launch(run, request)) return
    } catch (error) {
      this.#drop(run)
      throw error
    }
    this.#waiting.set(keyOf(request), { run, request })
    run.wait('waits for a run that is ending on this host')
  }

  async stop(ref: RunRef, order: StopOrder): Promise<void> {
    const run = this.#runs.get(ref)
    if (run === undefined || run.isOver) return
    this.#ledger.markEnding(ref)
    if (this.#waiting.delete(keyOf(ref))) {
      const phase = order.reason === 'TIMEOUT' ? 'FAILED' : 'CANCELLED'
      run.endWithoutStart({ phase, reason: order.reason, message: order.message })
      return
    }
    await run.stop(order)
    this.#lookSoon()
  }

  forget(ref: RunRef): Promise<void> {
    const run = this.#runs.get(ref)
    if (run === undefined) return Promise.resolve()
    this.#drop(run)
    if (run.record === undefined) return Promise.resolve()
    const now = this.#options.clock.now()
    this.#folder(ref).writeForgotten(now)
    this.#kept.add(ref, now)
    return Promise.resolve()
  }

  logs(request: LogRequest): AsyncIterable<LogBatch> {
    const live = this.#runs.generations(request.runId).at(-1)
    const ref = live?.ref ?? this.#kept.newest(request.runId)
    const folder = ref === undefined ? undefined : this.#folder(ref)
    return readLocalLogs({
      request,
      folder,
      replicas: live?.record?.env.length ?? folder?.readRecord()?.env.length ?? 0,
      isOver: () => live === undefined || live.isOver,
      cursors: this.#cursors,
      clock: this.#options.clock,
    })
  }

  usage(): Promise<MetricSample[]> {
    return this.#meter.read({ node: this.#node, runs: this.#runs.living(), now: this.#options.clock.mono() })
  }

  check(): Promise<CheckLine[]> {
    return checkHost({ node: this.#node, declaration: this.#options.host })
  }

  observeAgeMs(): undefined {
    return undefined
  }

  close(): Promise<void> {
    this.#events = undefined
    this.#lookTimer?.timer.cancel()
    this.#kept.close()
    this.#remains.close()
    return Promise.resolve()
  }

  /** Gives a run its room and starts it. False: somebody who is ending still has the room. */
  async #launch(run: LocalRun, request: RunRequest): Promise<boolean> {
    const { spec } = request
    const devices = this.#gpus.take(keyOf(request), spec.replicas, spec.resources.gpu ?? 0)
    if (devices === undefined) return false
    if (!this.#ledger.occupy(request)) {
      this.#gpus.release(keyOf(request))
      return false
    }
    const record = await this.#recordOf(request, devices)
    await this.#folder(request).create(record)
    await run.launch(record)
    this.#lookSoon()
    return true
  }

  async #recordOf(request: RunRequest, devices: number[][]): Promise<RunRecord> {
    const { spec } = request
    const masterPort = spec.workload.kind === 'distributed' ? await freePort() : 0
    const hasGpus = this.#gpus.count > 0
    return {
      runId: request.runId,
      generation: request.generation,
      bootId: this.#boot,
      createdAt: this.#options.clock.now(),
      argv: [...spec.command, ...spec.args],
      env: devices.map((indexes, index) =>
        runEnvironment({
          request,
          index,
          devices: hasGpus ? indexes : undefined,
          masterPort,
          host: this.#options.env,
        }),
      ),
      ...(spec.workingDir === undefined ? {} : { workingDir: spec.workingDir }),
      resources: spec.resources,
      devices,
      graceMs: spec.stopGraceSeconds * 1000,
    }
  }

  /** What an earlier life left in a folder. */
  #find(ref: RunRef): void {
    const folder = this.#folder(ref)
    const record = folder.readRecord()
    const forgottenAt = folder.readForgotten()
    if (record === undefined) {
      // The intent was never complete, so nothing was started.
      folder.remove()
    } else if (forgottenAt !== undefined) {
      this.#kept.add(ref, forgottenAt)
    } else {
      const run = this.#newRun(ref)
      this.#runs.add(run)
      const places = record.env.map(() => this.#options.host.name)
      this.#ledger.restore(ref, places, record.resources)
      this.#gpus.restore(keyOf(ref), record.devices, record.resources.gpu ?? 0)
      run.restore(record)
      if (run.isOver) this.#free(ref)
    }
  }

  #newRun(ref: RunRef): LocalRun {
    const { clock, log, host } = this.#options
    const run: LocalRun = new LocalRun({
      ref: { runId: ref.runId, generation: ref.generation },
      folder: this.#folder(ref),
      node: host.name,
      boot: this.#boot,
      shim: this.#shim,
      clock,
      log,
      onChange: (seen) => this.#events?.onRun(seen),
      onRemains: (remains) => this.#remains.add(remains),
      onEnd: () => {
        this.#free(ref)
        this.#launchWaiting()
      },
    })
    return run
  }

  #launchWaiting(): void {
    for (const [key, { run, request }] of this.#waiting) {
      this.#waiting.delete(key)
      this.#launch(run, request)
        .then((isLaunched) => {
          if (!isLaunched && !run.isOver) this.#waiting.set(key, { run, request })
        })
        .catch((error: unknown) => {
          run.endWithoutStart({ phase: 'FAILED', reason: 'INTERNAL', message: `not started: ${messageOf(error)}` })
        })
    }
  }

  #lookSoon(): void {
    const runs = this.#runs.living()
    if (runs.length === 0) return
    const delayMs = runs.some((run) => !run.isSettled) ? LOOK_MS.restless : LOOK_MS.calm
    if (this.#lookTimer !== undefined && this.#lookTimer.delayMs <= delayMs) return
    this.#lookTimer?.timer.cancel()
    const timer = this.#options.clock.after(delayMs, () => {
      this.#lookTimer = undefined
      for (const run of this.#runs.living()) run.look()
      if (this.#events !== undefined) this.#lookSoon()
    })
    this.#lookTimer = { timer, delayMs }
  }

  #drop(run: LocalRun): void {
    this.#runs.remove(run)
    this.#waiting.delete(keyOf(run.ref))
    this.#free(run.ref)
  }

  #free(ref: RunRef): void {
    this.#ledger.release(ref)
    this.#gpus.release(keyOf(ref))
  }

  #folder(ref: RunRef): RunFolder {
    return new RunFolder(this.#runsDir, ref)
  }
}
