import type { Plan } from '../plan.ts'

/** What a plan changes, without what it only tells. */
export type Decisions = Pick<Plan, 'assignments' | 'preemptions' | 'nominations' | 'withdrawnNominations'>

/** The part of a plan that is committed. */
export function decisionsOf(plan: Plan): Decisions {
  const { assignments, preemptions, nominations, withdrawnNominations } = plan
  return { assignments, preemptions, nominations, withdrawnNominations }
}

/** How many things a plan changes; a round with none is not logged. */
export function countDecisions(decisions: Decisions): number {
  const { assignments, preemptions, nominations, withdrawnNominations } = decisions
  return assignments.length + preemptions.length + nominations.length + withdrawnNominations.length
}

/** All of a plan as one text, explanations and standings included: equal texts, equal plans. Explanations are put in order of their class. */
export function planText(plan: Plan): string {
  const waits = [...plan.waits].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([decisionsOf(plan), plan.now, plan.counts, plan.standings, waits])
}
