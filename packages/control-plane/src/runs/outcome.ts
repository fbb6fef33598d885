import type { RunReason } from '@fairlead/protocol'
import type { WorkloadEvent } from '../workloads/transition.ts'

/** How many times the platform's own troubles may send the same workload back to the queue before a person must look. */
const RETURNS_MAX = 20

export interface EndedRun {
  phase: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason: RunReason | 'unknown' | undefined
}

export interface WorkloadSide {
  intent: 'run' | 'suspend' | 'cancel'
  generation: number
  preemptions: number
  failures: number
  retry: { max: number; on: readonly string[] }
}

export interface Outcome {
  event: Extract<WorkloadEvent, 'run.succeeded' | 'run.failed' | 'run.returned' | 'run.cancelled' | 'run.suspended'>
  /** It counts against the retry limit. */
  isFailure: boolean
  /** Running it again could end differently. */
  retryable: boolean
}

/** Ends that say nothing about the work itself. */
const PLATFORM = new Set<string>(['DECLINED', 'NODE_LOST', 'EVICTED', 'CLUSTER_LOST', 'PREEMPTED', 'NAMESPACE_QUOTA'])

/** Ends that come again until somebody has changed something. */
const SETTLED = new Set<string>([
  'CONFIG_INVALID',
  'IMAGE_PULL_SECRET_NOT_FOUND',
  'POLICY_DENIED',
  'ADMISSION_DENIED',
  'DATA_NOT_FOUND',
  'DATA_FORBIDDEN',
])

/**
 * What the end of a run means for its workload. What the platform did to it (preemption, a lost node) sends it back to the queue and
 * costs no retry; what it did itself counts against the limit its owner set.
 */
export function outcomeOf(run: EndedRun, workload: WorkloadSide): Outcome {
  const reason = run.reason ?? 'unknown'
  const returned = backToQueue(workload)
  if (run.phase === 'SUCCEEDED') return { event: 'run.succeeded', isFailure: false, retryable: false }
  if (run.phase === 'CANCELLED') {
    if (reason === 'PREEMPTED') return { event: returned, isFailure: false, retryable: true }
    if (reason === 'SUSPENDED') {
      return { event: workload.intent === 'run' ? 'run.returned' : returned, isFailure: false, retryable: true }
    }
    return { event: workload.intent === 'cancel' ? 'run.cancelled' : returned, isFailure: false, retryable: true }
  }
  if (PLATFORM.has(reason)) {
    const returns = workload.generation - workload.preemptions - workload.failures
    if (returns <= RETURNS_MAX) return { event: returned, isFailure: false, retryable: true }
    return { event: 'run.failed', isFailure: false, retryable: true }
  }
  const mayRetry = workload.retry.on.includes(reason) && workload.failures < workload.retry.max
  return { event: mayRetry ? returned : 'run.failed', isFailure: true, retryable: !SETTLED.has(reason) }
}

/** Where work goes that could run again: back to the queue, unless its owner wants otherwise by now. */
function backToQueue({ intent }: WorkloadSide): 'run.returned' | 'run.cancelled' | 'run.suspended' {
  if (intent === 'cancel') return 'run.cancelled'
  return intent === 'suspend' ? 'run.suspended' : 'run.returned'
}
