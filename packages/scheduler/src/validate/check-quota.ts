import type { Quota, QueueUpsert } from '../delta.ts'
import { amountText } from '../explain/words.ts'
import { checkAmount } from './check-amount.ts'
import type { Report } from './refusal.ts'

const BOUNDS = ['deserved', 'limit', 'borrowLimit', 'lendLimit'] as const

/** The numbers of one quota, each by itself and against each other. `field` is where the quota stands. */
export function checkQuota(report: Report, field: string, queue: QueueUpsert, resource: string, quota: Quota): void {
  let areWhole = true
  for (const name of BOUNDS) {
    const amount = quota[name]
    if (amount === null || amount === undefined) continue
    areWhole = checkAmount(report, `${field}.${name}`, resource, amount) && areWhole
  }
  if (!(Number.isFinite(quota.weight) && quota.weight >= 0)) {
    const message = `${field}.weight is ${quota.weight}; give a number from 0, where 0 has no part in what is left over`
    report(`${field}.weight`, 'WEIGHT_INVALID', message)
  }
  if (!areWhole) return
  const { deserved, limit } = quota
  if (deserved !== null && limit !== null && deserved > limit) {
    const message = `queue "${queue.name}" deserves ${amountText(resource, deserved)} but may hold only ${amountText(resource, limit)}; raise the limit or lower what it deserves`
    report(`${field}.limit`, 'DESERVED_OVER_LIMIT', message)
  }
  if (deserved !== null) return
  for (const name of ['borrowLimit', 'lendLimit'] as const) {
    if (quota[name] === null || quota[name] === undefined) continue
    const message = `queue "${queue.name}" deserves ${resource} without bound, so its ${name} has no effect; give ${field}.deserved a number, or leave ${name} out`
    report(`${field}.${name}`, 'BOUND_WITHOUT_EFFECT', message, 'warning')
  }
}
