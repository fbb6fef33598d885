import { FAIRNESS_MUTATIONS } from './fairness.ts'
import type { Mutation } from './mutation.ts'
import { PLACEMENT_MUTATIONS } from './placement.ts'
import { PREEMPTION_MUTATIONS } from './preemption.ts'
import { ROUND_MUTATIONS } from './rounds.ts'

/** Every guard that is broken on purpose. */
export const MUTATIONS: readonly Mutation[] = [
  ...FAIRNESS_MUTATIONS,
  ...PREEMPTION_MUTATIONS,
  ...PLACEMENT_MUTATIONS,
  ...ROUND_MUTATIONS,
]
