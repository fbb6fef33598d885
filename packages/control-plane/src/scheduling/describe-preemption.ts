import type { PreemptionCause } from '@fairlead/scheduler'

/** One sentence about for whom a run had to end. */
export function describePreemption(cause: PreemptionCause, beneficiary: { project: string; name: string }): string {
  const { project, name } = beneficiary
  return cause === 'RECLAIM'
    ? `preempted: the project ${project} is owed this room, and gets it for ${name}`
    : `preempted: ${name} of the same project has a higher priority`
}
