import { createHash } from 'node:crypto'
import type { Plan } from '@fairlead/scheduler'

/** Equal for equal plans: to see that a change to the engine left its decisions as they were. */
export function planDigest(plan: Plan): string {
  const hash = createHash('sha256')
  for (const list of [
    plan.assignments,
    plan.preemptions,
    plan.nominations,
    plan.withdrawnNominations,
    plan.standings,
  ]) {
    for (const entry of list) hash.update(JSON.stringify(entry))
  }
  for (const [key, wait] of plan.waits) hash.update(key).update(JSON.stringify(wait))
  hash.update(JSON.stringify(plan.counts))
  return hash.digest('hex').slice(0, 12)
}
