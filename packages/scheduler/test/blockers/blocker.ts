import type { Delta, Policy, RoundInputs, SuggestionCode, WaitReason, WorkloadUpsert } from '../../src/index.ts'
import { NOW, workload } from '../world.ts'

/** A world with one thing in the way of the workload `blocked`. */
export interface Blocker {
  name: string
  deltas: Delta[]
  policy?: Partial<Policy>
  inputs?: Partial<RoundInputs>
  reason: WaitReason
  permanent: boolean
  /** The first that is proposed. */
  suggestion: SuggestionCode
}

export const BLOCKED = 'blocked'

/** The workload in question, submitted last. */
export function blocked(queueId: string, gpu: number, change: Partial<WorkloadUpsert> = {}): WorkloadUpsert {
  return workload(BLOCKED, queueId, gpu, { submittedAt: NOW - 10, ...change })
}

/** Work that runs on a node, started an hour ago. */
export function running(
  id: string,
  queueId: string,
  gpu: number,
  nodeId: string,
  change: Partial<WorkloadUpsert> = {},
): WorkloadUpsert {
  const run = {
    id: `run-${id}`,
    clusterId: 'c1',
    nodeIds: Array.from({ length: change.replicas ?? 1 }, () => nodeId),
    startedAt: NOW - 3_600_000,
    stopping: false,
  }
  return workload(id, queueId, gpu, { submittedAt: NOW - 4_000_000, run, ...change })
}
