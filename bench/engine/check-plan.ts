import { checkInvariants, type Plan, type SchedulerState } from '@fairlead/scheduler'
import { makeTrue } from './make-true.ts'

/** What was found on a plan after it was made true. */
export interface PlanCheck {
  placed: number
  /** Replicas that found a node. */
  replicas: number
  nominated: number
  preempted: number
  waiting: number
  /** `none`, or the first of what is wrong. */
  violations: string
}

/**
 * Makes a plan true in the state and looks at what comes of it: no node, device, limit or quota overdrawn, every gang whole and in one cluster
 * (the engine's own invariants), and no workload named twice.
 */
export function checkPlan(state: SchedulerState, plan: Plan): PlanCheck {
  const texts = namedTwice(plan)
  makeTrue(state, plan)
  for (const { text } of checkInvariants(state)) texts.push(text)
  return {
    placed: plan.assignments.length,
    replicas: plan.assignments.reduce((sum, { nodeIds }) => sum + nodeIds.length, 0),
    nominated: plan.nominations.length,
    preempted: plan.preemptions.length,
    waiting: plan.counts.waiting,
    violations: texts.length === 0 ? 'none' : `${texts.length}: ${texts[0]}`,
  }
}

function namedTwice(plan: Plan): string[] {
  const seen = new Set<string>()
  const texts: string[] = []
  for (const { workloadId } of [...plan.assignments, ...plan.nominations, ...plan.preemptions]) {
    if (seen.has(workloadId)) texts.push(`${workloadId} is decided on twice`)
    seen.add(workloadId)
  }
  return texts
}
