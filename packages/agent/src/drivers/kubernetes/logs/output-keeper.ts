import { createWriteStream, existsSync, mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../lib/clock.ts'
import { sleep } from '../../../lib/clock.ts'
import { messageOf, type Logger } from '../../../lib/logger.ts'
import type { RunRef } from '../../driver.ts'
import { KeptOutput } from '../../kept-output.ts'
import { hasStatus } from '../api/kube-error.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import type { RunRecord } from '../observe/run-record.ts'
import type { WorldRun } from '../observe/world.ts'
import type { PodOutput } from './pod-output.ts'

/** A forgotten run's output is waited for this long, and then given up. */
const SETTLE_MS_MAX = 60_000

/** Copies the output of pods that end, before their objects and with them their output go. */
export class OutputKeeper {
  readonly #dir: string
  readonly #output: PodOutput
  readonly #bytesMax: number
  readonly #clock: Clock
  readonly #log: Logger
  readonly #kept: KeptOutput
  /** By uid of the pod: what is being copied, or was. */
  readonly #copies = new Map<string, Promise<void>>()
  readonly #underWay = new Set<string>()
  readonly #stop = new AbortController()

  constructor(options: {
    stateDir: string
    output: PodOutput
    /** Of one replica. */
    bytesMax: number
    retentionMs: number
    clock: Clock
    log: Logger
  }) {
    this.#dir = join(options.stateDir, 'output')
    this.#output = options.output
    this.#bytesMax = options.bytesMax
    this.#clock = options.clock
    this.#log = options.log
    const pathOf = (ref: RunRef): string => this.#folderOf(ref)
    this.#kept = new KeptOutput({ pathOf, retentionMs: options.retentionMs, clock: options.clock, log: options.log })
  }

  /** Finds what earlier lives have kept. @param isKnown True for a run that is still there. */
  open(isKnown: (ref: RunRef) => boolean): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(this.#dir)) {
      const [, runId, generation] = /^(.{36})-(\d+)$/.exec(name) ?? []
      if (runId === undefined) continue
      const ref = { runId, generation: Number(generation) }
      if (!isKnown(ref)) this.#kept.add(ref, statSync(join(this.#dir, name)).mtimeMs)
    }
    this.#kept.sweep()
  }

  /** Begins to copy the output of those pods of a run that have ended or are about to. */
  keep(run: WorldRun & { record: RunRecord }): void {
    for (const pod of run.pods.values()) {
      const isEnding = pod.goingAt !== undefined || ['Succeeded', 'Failed'].includes(pod.phase)
      if (!isEnding || pod.isGone === true || pod.node === undefined || this.#copies.has(pod.uid)) continue
      if (existsSync(this.pathOf(run.record, pod.index))) continue
      this.#underWay.add(pod.uid)
      const copy = this.#copy(run.record, pod).finally(() => this.#underWay.delete(pod.uid))
      this.#copies.set(pod.uid, copy)
    }
  }

  /** True while the output of a pod is still on its way. */
  isCopying(uid: string): boolean {
    return this.#underWay.has(uid)
  }

  /** Resolves when the output of a run is here, as far as it can be had. */
  async settled(run: WorldRun): Promise<void> {
    const copies = [...run.pods.keys()].flatMap((uid) => this.#copies.get(uid) ?? [])
    const tooLong = new AbortController()
    await Promise.race([Promise.all(copies), sleep(this.#clock, SETTLE_MS_MAX, tooLong.signal)])
    tooLong.abort()
    for (const uid of run.pods.keys()) this.#copies.delete(uid)
  }

  /** The run is forgotten: from now on the retention time runs. */
  release(ref: RunRef): void {
    const now = this.#clock.now()
    if (!existsSync(this.#folderOf(ref))) mkdirSync(this.#folderOf(ref), { recursive: true })
    utimesSync(this.#folderOf(ref), now / 1000, now / 1000)
    this.#kept.add(ref, now)
  }

  /** The newest generation of a run whose output is kept, and the replicas that it has output of. */
  find(runId: string): { ref: RunRef; replicas: number[] } | undefined {
    const ref = this.#kept.newest(runId)
    return ref === undefined ? undefined : { ref, replicas: this.replicasOf(ref) }
  }

  replicasOf(ref: RunRef): number[] {
    const folder = this.#folderOf(ref)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .flatMap((name) => (/^\d+\.log$/.test(name) ? [Number.parseInt(name, 10)] : []))
      .toSorted((a, b) => a - b)
  }

  pathOf(ref: RunRef, replica: number): string {
    return join(this.#folderOf(ref), `${replica}.log`)
  }

  async close(): Promise<void> {
    this.#kept.close()
    this.#stop.abort()
    await Promise.allSettled(this.#copies.values())
  }

  async #copy(ref: RunRef, pod: PodFacts): Promise<void> {
    const path = this.pathOf(ref, pod.index)
    mkdirSync(this.#folderOf(ref), { recursive: true, mode: 0o700 })
    const lines = this.#output({
      pod,
      // One that is ending has not said its last word.
      isFollowing: !['Succeeded', 'Failed'].includes(pod.phase),
      bytesMax: this.#bytesMax,
      signal: this.#stop.signal,
    })
    const file = createWriteStream(path, { mode: 0o600 })
    try {
      for await (const line of lines) {
        if (!file.write(`${line}\n`)) await new Promise<void>((resolve) => file.once('drain', () => resolve()))
      }
    } catch (error) {
      // A container that never began has no output, and a pod that is gone has none any more.
      const isExpected = hasStatus(error, 400, 404) || this.#stop.signal.aborted
      if (!isExpected) this.#log.warn({ ...ref, pod: pod.name, problem: messageOf(error) }, 'output could not be kept')
    }
    await new Promise<void>((resolve) => file.end(() => resolve()))
  }

  #folderOf({ runId, generation }: RunRef): string {
    return join(this.#dir, `${runId}-${generation}`)
  }
}
