import { isFinalRunPhase } from '@fairlead/protocol'
import type { Clock } from '../../../lib/clock.ts'
import { LogNotFound, type LogBatch, type LogRequest, type RunRef } from '../../driver.ts'
import { CursorBook } from '../../log-cursor.ts'
import type { World } from '../observe/world.ts'
import type { OutputKeeper } from './output-keeper.ts'
import type { PodOutput } from './pod-output.ts'
import { podOf } from './pod-of-replica.ts'
import { readRunLogs } from './read-run-logs.ts'
import type { ReplicaSource } from './replica-reader.ts'

/** The output of runs, wherever it is: in their pods while they are there, and in the copies that were kept of them afterwards. */
export class RunLogs {
  readonly #world: World
  readonly #kept: OutputKeeper
  readonly #output: PodOutput
  readonly #clock: Clock
  readonly #cursors = new CursorBook()

  constructor(options: { world: World; kept: OutputKeeper; output: PodOutput; clock: Clock }) {
    this.#world = options.world
    this.#kept = options.kept
    this.#output = options.output
    this.#clock = options.clock
  }

  read(request: LogRequest): AsyncIterable<LogBatch> {
    const run = this.#world.find(request.runId).at(-1)
    const kept = this.#kept.find(request.runId)
    const ref: RunRef | undefined = run?.record ?? kept?.ref
    if (ref === undefined) return notFound(request.runId)
    const all = run === undefined ? (kept?.replicas ?? []) : [...Array(run.record.facts.replicas).keys()]
    return readRunLogs({
      request,
      replicas: request.replica === undefined ? all : [request.replica],
      sourceOf: (replica) => this.#sourceOf(ref, replica),
      output: this.#output,
      cursors: this.#cursors,
      clock: this.#clock,
    })
  }

  #sourceOf(ref: RunRef, replica: number): ReplicaSource {
    const run = this.#world.find(ref.runId).find(({ record }) => record.generation === ref.generation)
    const pod = run === undefined ? undefined : podOf(run, replica)
    const isOver = run === undefined || (run.seen !== undefined && isFinalRunPhase(run.seen.phase))
    if (pod !== undefined && pod.isGone !== true && pod.node !== undefined) {
      return { kind: 'pod', pod, isOver: isOver || ['Succeeded', 'Failed'].includes(pod.phase) }
    }
    if (pod !== undefined && this.#kept.isCopying(pod.uid)) return { kind: 'later' }
    if (this.#kept.replicasOf(ref).includes(replica)) return { kind: 'file', path: this.#kept.pathOf(ref, replica) }
    return isOver ? { kind: 'none' } : { kind: 'later' }
  }
}

function notFound(runId: string): AsyncIterable<LogBatch> {
  const error = new LogNotFound(`run ${runId} has no output here`)
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }
}
