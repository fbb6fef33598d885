import { z } from 'zod'

/** Where a run is. The order is the order of life; the last three are final. */
export const RUN_PHASES = ['ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const
export type RunPhase = (typeof RUN_PHASES)[number]

export const FINAL_RUN_PHASES = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const satisfies readonly RunPhase[]

/** True for a phase that no report of the same generation may change any more. */
export function isFinalRunPhase(phase: RunPhase): boolean {
  return (FINAL_RUN_PHASES as readonly RunPhase[]).includes(phase)
}

/** Why a run is not (or not yet) running, or how it ended. A stable code for programs; the message is for people. */
export const RUN_REASONS = [
  // before the end
  'STARTING',
  'IMAGE_PULLING',
  'VOLUME_PENDING',
  'WAITING_NODE',
  'GANG_INCOMPLETE',
  'STOPPING',
  // the end
  'COMPLETED',
  'EXIT_NONZERO',
  'OOM',
  'TIMEOUT',
  'IMAGE_PULL',
  'IMAGE_PULL_SECRET_NOT_FOUND',
  'CONFIG_INVALID',
  'EVICTED',
  'NODE_LOST',
  'PREEMPTED',
  'SUSPENDED',
  'USER_CANCEL',
  'POLICY_DENIED',
  'ADMISSION_DENIED',
  'NAMESPACE_QUOTA',
  'DATA_NOT_FOUND',
  'DATA_FORBIDDEN',
  'DECLINED',
  'CLUSTER_LOST',
  'INTERNAL',
] as const
export type RunReason = (typeof RUN_REASONS)[number]

/** As a peer sends it: a phase or reason of a newer version reads as `unknown`, which the receiver treats as "do nothing". */
export const RunPhaseOnWire = z.enum([...RUN_PHASES, 'unknown']).catch('unknown')
export const RunReasonOnWire = z.enum([...RUN_REASONS, 'unknown']).catch('unknown')
