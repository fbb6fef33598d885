import { rm } from 'node:fs/promises'
import type { Clock, Timer } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import type { RunRef } from './driver.ts'

const SWEEP_MS = 3_600_000

/** Folders of forgotten runs, which stay for the retention time so that their output can still be read. */
export class KeptOutput {
  readonly #pathOf: (ref: RunRef) => string
  readonly #retentionMs: number
  readonly #clock: Clock
  readonly #log: Logger
  /** When each was forgotten: by run id, then by generation. */
  readonly #kept = new Map<string, Map<number, number>>()
  #timer: Timer | undefined

  constructor(options: { pathOf: (ref: RunRef) => string; retentionMs: number; clock: Clock; log: Logger }) {
    this.#pathOf = options.pathOf
    this.#retentionMs = options.retentionMs
    this.#clock = options.clock
    this.#log = options.log
  }

  has(ref: RunRef): boolean {
    return this.#kept.get(ref.runId)?.has(ref.generation) === true
  }

  /** The newest generation that is kept of a run. */
  newest(runId: string): RunRef | undefined {
    const generations = [...(this.#kept.get(runId)?.keys() ?? [])]
    return generations.length === 0 ? undefined : { runId, generation: Math.max(...generations) }
  }

  add(ref: RunRef, forgottenAt: number): void {
    const generations = this.#kept.get(ref.runId) ?? new Map<number, number>()
    generations.set(ref.generation, forgottenAt)
    this.#kept.set(ref.runId, generations)
  }

  /** Removes what has been kept for long enough, now and every hour. */
  sweep(): void {
    const oldest = this.#clock.now() - this.#retentionMs
    for (const [runId, generations] of this.#kept) {
      for (const [generation, forgottenAt] of generations) {
        if (forgottenAt > oldest) continue
        generations.delete(generation)
        this.#remove({ runId, generation })
      }
      if (generations.size === 0) this.#kept.delete(runId)
    }
    this.#timer = this.#clock.after(SWEEP_MS, () => this.sweep())
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** A run may have written millions of files: nothing waits for them to go. */
  #remove(ref: RunRef): void {
    rm(this.#pathOf(ref), { recursive: true, force: true }).catch((error: unknown) => {
      this.#log.warn({ ...ref, problem: messageOf(error) }, 'old output could not be removed')
    })
  }
}
