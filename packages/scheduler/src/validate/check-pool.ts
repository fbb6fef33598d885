import type { PoolUpsert } from '../delta.ts'
import { checkTime } from './check-amount.ts'
import { CLUSTER_LEVEL, NODE_LEVEL } from '../state/shapes.ts'
import type { Report } from './refusal.ts'

/** Times, the strength of the past, and the levels of a node pool. */
export function checkPool(report: Report, pool: PoolUpsert): void {
  checkTime(report, 'minRuntimeMs', pool.minRuntimeMs)
  checkTime(report, 'maxWaitMs', pool.maxWaitMs)
  const k = pool.timeBased?.k
  if (k !== undefined && !(Number.isFinite(k) && k >= 0)) {
    report('timeBased.k', 'WEIGHT_INVALID', `timeBased.k is ${k}; give a number from 0, where 0 ignores the past`)
  }
  const topology = pool.topology ?? []
  for (const [i, label] of topology.entries()) {
    const field = `topology[${i}]`
    if (label === NODE_LEVEL || label === CLUSTER_LEVEL) {
      const message = `${field} is "${label}", which is a level of every pool by itself; leave it out, or name the label of nodes that tells the level`
      report(field, 'RULE_INVALID', message)
    } else if (label === '')
      report(field, 'RULE_INVALID', `${field} is empty; name the label of nodes that tells the level`)
    else if (topology.indexOf(label) < i) {
      report(
        field,
        'TOPOLOGY_REPEATED',
        `${field} names label "${label}" a second time; name each level once, from far to near`,
      )
    }
  }
}
