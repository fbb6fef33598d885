import type { RunRef } from '../driver.ts'
import type { LocalRun } from './local-run.ts'

/** The name of one execution. */
export function keyOf(ref: RunRef): string {
  return `${ref.runId}:${ref.generation}`
}

/** Runs that are wanted or not yet forgotten, by name and by run id. */
export class RunRegister {
  readonly #runs = new Map<string, LocalRun>()
  readonly #byRunId = new Map<string, LocalRun[]>()

  has(ref: RunRef): boolean {
    return this.#runs.has(keyOf(ref))
  }

  get(ref: RunRef): LocalRun | undefined {
    return this.#runs.get(keyOf(ref))
  }

  all(): Iterable<LocalRun> {
    return this.#runs.values()
  }

  living(): LocalRun[] {
    return [...this.#runs.values()].filter((run) => !run.isOver)
  }

  /** Every generation of a run, the newest last. */
  generations(runId: string): readonly LocalRun[] {
    return this.#byRunId.get(runId) ?? []
  }

  add(run: LocalRun): void {
    const { runId } = run.ref
    this.#runs.set(keyOf(run.ref), run)
    const generations = [...this.generations(runId), run].toSorted((a, b) => a.ref.generation - b.ref.generation)
    this.#byRunId.set(runId, generations)
  }

  remove(run: LocalRun): void {
    const { runId } = run.ref
    this.#runs.delete(keyOf(run.ref))
    const left = this.generations(runId).filter((each) => each !== run)
    if (left.length > 0) this.#byRunId.set(runId, left)
    else this.#byRunId.delete(runId)
  }
}
