import { amountText, bareAmount, countText } from '../../explain/words.ts'
import { ofWorkload, type Candidate, type Inquiry } from '../inquiry.ts'
import { stepOf } from './amounts.ts'

/** Fewer replicas, or smaller ones. */
export function changeSize(inquiry: Inquiry): Candidate[] {
  return [...fewerReplicas(inquiry), ...smallerReplicas(inquiry)]
}

function fewerReplicas(inquiry: Inquiry): Candidate[] {
  const { replicas, replicasMin } = inquiry.workload
  const most = replicasMin ?? replicas
  if (most <= 1) return []
  const at = (rung: number): Candidate => {
    const count = most - rung
    const set = replicasMin === undefined ? { replicas: count } : { replicasMin: count }
    const text =
      replicasMin === undefined
        ? `ask for ${countText(count, 'replica')} instead of ${most}`
        : `let it start with ${countText(count, 'replica')} instead of ${most}`
    return ofWorkload(inquiry, { code: 'FEWER_REPLICAS', rank: 30, text, set })
  }
  return [{ ...at(1), ladder: { count: most - 1, at } }]
}

function smallerReplicas(inquiry: Inquiry): Candidate[] {
  const { requests, replicas } = inquiry.workload
  return Object.keys(requests)
    .sort()
    .flatMap((resource) => {
      const amount = requests[resource]!
      const step = stepOf(resource, amount)
      const rungs = Math.ceil(amount / step) - 1
      if (rungs < 1) return []
      const at = (rung: number): Candidate => {
        const less = amount - rung * step
        const each = replicas > 1 ? ' for each replica' : ''
        const text = `ask for ${amountText(resource, less)} instead of ${bareAmount(resource, amount)}${each}`
        const set = { requests: { ...requests, [resource]: less } }
        return ofWorkload(inquiry, { code: 'SMALLER_REPLICAS', rank: 32, text, set })
      }
      return [{ ...at(1), ladder: { count: rungs, at } }]
    })
}
