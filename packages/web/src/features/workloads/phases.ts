import type { Shape, Tone } from '../../components/mark/mark.tsx'
import type { Outputs } from '../../lib/trpc.ts'

export type Workload = Outputs['workloads']['list']['items'][number]
export type Status = Workload['status']
export type Phase = Status['phase']

interface PhaseLooks {
  word: string
  tone: Tone
  shape: Shape
  about: string
}

/** How each phase is shown, everywhere: word, shape and colour together. */
export const PHASE_LOOKS: Record<Phase, PhaseLooks> = {
  QUEUED: { word: 'Queued', tone: 'pending', shape: 'diamond', about: 'waits for room' },
  ASSIGNED: {
    word: 'Assigned',
    tone: 'active',
    shape: 'half',
    about: 'was given room; its agent has not taken it yet',
  },
  STARTING: { word: 'Starting', tone: 'active', shape: 'half', about: 'its cluster is starting it' },
  RUNNING: { word: 'Running', tone: 'running', shape: 'circle', about: 'all of its replicas run' },
  SUSPENDED: {
    word: 'Stopped',
    tone: 'preempted',
    shape: 'pause',
    about: 'was stopped and is kept; it can be resumed',
  },
  CANCELLING: {
    word: 'Cancelling',
    tone: 'failed',
    shape: 'dash',
    about: 'was told to end; its agent has not ended it yet',
  },
  SUCCEEDED: { word: 'Succeeded', tone: 'done', shape: 'check', about: 'has ended with success' },
  FAILED: { word: 'Failed', tone: 'failed', shape: 'square', about: 'has ended with a failure' },
  CANCELLED: { word: 'Cancelled', tone: 'done', shape: 'dash', about: 'was ended on request' },
}

export const PHASES = Object.keys(PHASE_LOOKS) as Phase[]
export const ACTIVE_PHASES: readonly Phase[] = ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUSPENDED', 'CANCELLING']
export const LIVE_PHASES: readonly Phase[] = ['ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING']

/** True when nothing can happen to it any more. */
export function isFinal(phase: Phase): boolean {
  return !ACTIVE_PHASES.includes(phase)
}

/** A cluster has been told to run it, and has not ended it. */
export const hasRun = (phase: Phase): boolean => ['ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING'].includes(phase)
export const canChange = (phase: Phase): boolean => !isFinal(phase) && phase !== 'CANCELLING'
export const canCancel = (phase: Phase): boolean => !isFinal(phase) && phase !== 'CANCELLING'
export const canStop = (phase: Phase): boolean => ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING'].includes(phase)
export const canResume = (phase: Phase): boolean => phase === 'SUSPENDED'
