import type { ObservedReplica, ObservedRun } from '../../driver.ts'
import type { MainFacts } from '../observe/main-facts.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import type { EndOrder, Outcome, RunRecord } from '../observe/run-record.ts'
import type { PodSurroundings, PodVerdict } from './judge-pod.ts'

/** Everything that is known of one run at one moment. */
export type RunState = {
  record: RunRecord
  main: MainFacts | undefined
  pods: readonly PodFacts[]
  /** It was seen to run before. */
  hasRun: boolean
}

export type RunSurroundings = PodSurroundings & { startDeadlineMs: number }

export type RunJudgement = {
  run: ObservedRun
  /** It has ended, and so: to be put on record before anybody is told. */
  outcome?: Outcome
  /** It cannot go well any more: to be ended. */
  end?: Omit<EndOrder, 'at' | 'graceMs' | 'isOrdered'>
  /** Its main object is not to be seen: to be looked for before anything is concluded. */
  isMainMissing?: boolean
  /** Look again at this time even if nothing happens. */
  wakeAt?: number
}

export function observed(record: RunRecord, outcome: Outcome): ObservedRun {
  return { ...base(record), ...outcome }
}

export function base({ runId, generation, told, facts }: RunRecord): Omit<ObservedRun, 'phase'> {
  return { runId, generation, ...told, ...(facts.address === undefined ? {} : { address: facts.address }) }
}

export function observedReplica(index: number, pod: PodFacts | undefined, verdict: PodVerdict): ObservedReplica {
  const { phase, exitCode, reason, message } = verdict
  return {
    index,
    phase,
    ...(pod?.node === undefined ? {} : { node: pod.node }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined || message === '' ? {} : { message: message.slice(0, 400) }),
  }
}
