import { DEFAULT_POLICY, planRound, suggest, type Explanation, type Suggestion } from '../../src/index.ts'
import { settle, tell, world, type World } from '../world.ts'
import { BLOCKED, type Blocker } from './blocker.ts'

export interface Look {
  explanation: Explanation
  suggestions: Suggestion[]
}

/** Why the work waits, and what would help. Throws when it does not wait. */
export function lookAt({ name, deltas, policy, inputs }: Blocker): Look {
  const { state, now } = world(deltas)
  const rules = { ...DEFAULT_POLICY, ...policy }
  const given = { now, random: () => 0, ...inputs }
  const plan = planRound(state, rules, given)
  const asked = deltas.find((delta) => delta.kind === 'workload' && delta.id === BLOCKED)
  const explanation = asked?.kind === 'workload' ? plan.waits.get(asked.classKey) : undefined
  if (explanation === undefined) throw new Error(`${name}: it does not wait`)
  return { explanation, suggestions: suggest(state, rules, given, BLOCKED) }
}

/** Does what is suggested, and plans rounds until nothing changes any more. Answers whether the work has a place then. */
export function startsWith({ deltas, policy }: Blocker, suggestion: Suggestion): boolean {
  const made: World = world(deltas)
  made.lagRounds = 1
  tell(made, suggestion.deltas)
  for (const change of suggestion.changes) if (change.kind === 'wait') made.now = Math.max(made.now, change.until)
  settle(made, 50, policy)
  return made.runs.has(BLOCKED)
}
