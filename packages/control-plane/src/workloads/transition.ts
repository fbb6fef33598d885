import type { WorkloadPhase } from '../db/schema/workloads.ts'

/** What can happen to a workload. `run.*` comes from its current run; the rest from people and the scheduler. */
export const WORKLOAD_EVENTS = [
  'assign',
  'run.starting',
  'run.running',
  'run.succeeded',
  'run.failed',
  'run.returned',
  'run.cancelled',
  'run.suspended',
  'cancel',
  'suspend',
  'resume',
] as const
export type WorkloadEvent = (typeof WORKLOAD_EVENTS)[number]

/** `same`: nothing changes, and that is right. `refuse`: the caller asked for something that cannot be. */
type Next = WorkloadPhase | 'same' | 'refuse'

const LATE = {
  'run.starting': 'same',
  'run.running': 'same',
  'run.succeeded': 'same',
  'run.failed': 'same',
  'run.returned': 'same',
  'run.cancelled': 'same',
  'run.suspended': 'same',
} as const satisfies Partial<Record<WorkloadEvent, Next>>

const LIVE = {
  'run.starting': 'STARTING',
  'run.running': 'RUNNING',
  'run.succeeded': 'SUCCEEDED',
  'run.failed': 'FAILED',
  'run.returned': 'QUEUED',
  'run.cancelled': 'CANCELLED',
  'run.suspended': 'SUSPENDED',
  assign: 'refuse',
  cancel: 'CANCELLING',
  suspend: 'same',
  resume: 'same',
} as const satisfies Record<WorkloadEvent, Next>

const ENDED = { ...LATE, assign: 'refuse', cancel: 'refuse', suspend: 'refuse', resume: 'refuse' } as const

/**
 * Every phase with every event. Total on purpose: a new phase or event does not compile until each pair is decided.
 * A run that is being cancelled and still succeeds has succeeded: the truth wins over the wish.
 */
export const TRANSITIONS: Record<WorkloadPhase, Record<WorkloadEvent, Next>> = {
  QUEUED: { ...LATE, assign: 'ASSIGNED', cancel: 'CANCELLED', suspend: 'SUSPENDED', resume: 'refuse' },
  ASSIGNED: LIVE,
  STARTING: LIVE,
  RUNNING: { ...LIVE, 'run.starting': 'STARTING' },
  SUSPENDED: { ...LATE, assign: 'refuse', cancel: 'CANCELLED', suspend: 'same', resume: 'QUEUED' },
  CANCELLING: {
    ...LIVE,
    'run.starting': 'same',
    'run.running': 'same',
    'run.returned': 'CANCELLED',
    'run.suspended': 'CANCELLED',
    cancel: 'same',
    suspend: 'refuse',
    resume: 'refuse',
  },
  SUCCEEDED: ENDED,
  FAILED: ENDED,
  CANCELLED: ENDED,
}

/** The next phase, `same`, or `refuse`. */
export function nextPhase(phase: WorkloadPhase, event: WorkloadEvent): Next {
  return TRANSITIONS[phase][event]
}

/** True when nothing can happen to it any more. */
export function isFinal(phase: WorkloadPhase): boolean {
  return phase === 'SUCCEEDED' || phase === 'FAILED' || phase === 'CANCELLED'
}

/** True while a cluster holds something of it. */
export function hasRun(phase: WorkloadPhase): boolean {
  return phase === 'ASSIGNED' || phase === 'STARTING' || phase === 'RUNNING' || phase === 'CANCELLING'
}
