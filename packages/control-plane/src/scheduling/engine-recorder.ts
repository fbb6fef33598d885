import { createHash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { countDecisions, decisionsOf, describeState, planText } from '@fairlead/scheduler'
import type { Delta, Plan, SchedulerState } from '@fairlead/scheduler'
import type { EngineRecord } from './engine-messages.ts'

/** The checksum is what finds a damaged byte that leaves a readable text. */
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 }

/** What the engine was told since the newest entry of the decision log. Lives in the engine's thread, so that packing it costs no request any time. */
export class EngineRecorder {
  #batches: (readonly Delta[])[] = []
  /** Deltas that no entry has yet. */
  unrecorded = 0

  note(deltas: readonly Delta[]): void {
    this.#batches.push(deltas)
    this.unrecorded += deltas.length
  }

  /** All that the engine knows, in place of what it was told. */
  takeWorld(state: SchedulerState): EngineRecord {
    this.#take()
    return { payload: pack({ deltas: describeState(state) }), decisions: 0 }
  }

  /** What it was told, and the plan that it made of it. */
  take(plan: Plan | undefined): EngineRecord {
    const deltas = this.#take()
    if (!plan) return { payload: pack({ deltas }), decisions: 0 }
    const decisions = decisionsOf(plan)
    return {
      payload: pack({ deltas, plan: decisions }),
      decisions: countDecisions(decisions),
      planSha256: createHash('sha256').update(planText(plan)).digest('hex'),
    }
  }

  #take(): readonly Delta[] {
    const deltas = this.#batches.flat()
    this.#batches = []
    this.unrecorded = 0
    return deltas
  }
}

function pack(content: { deltas: readonly Delta[]; plan?: unknown }): Uint8Array {
  return zstdCompressSync(JSON.stringify(content), { params: PARAMS })
}
