import type { WorkloadUpsert } from '../delta.ts'
import { planRound } from '../plan-round.ts'
import type { Policy, RoundInputs } from '../policy.ts'
import type { SchedulerState } from '../state/state.ts'
import { readTrial, type Trial } from './trial.ts'
import { withDeltas } from './with-deltas.ts'

/**
 * What a round would do with this workload if it waited, too: a dry run that leaves the state as it is. Work that is
 * served before it is served before it here; `submittedAt` says where it stands among equals. A run or nomination that it
 * may carry is ignored, and a workload of the same id is replaced.
 */
export function tryWorkload(
  state: SchedulerState,
  policy: Policy,
  inputs: RoundInputs,
  workload: WorkloadUpsert,
): Trial {
  const alone = standAlone(workload)
  return withDeltas(state, [alone], () => {
    const plan = planRound(state, { ...policy, explain: true }, { ...inputs, explainOnly: alone.classKey })
    return readTrial(state, plan, alone)
  })
}

/** The workload without a place and in a class of its own, so that its explanation is about nobody else. */
export function standAlone({ run: _run, nomination: _nomination, ...workload }: WorkloadUpsert): WorkloadUpsert {
  return { ...workload, classKey: `\u0000alone ${workload.id}` }
}
