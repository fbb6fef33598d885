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
  if (deserved !== null) return checkReach(report, field, queue, resource, { ...quota, deserved })
  for (const name of ['borrowLimit', 'lendLimit'] as const) {
    if (quota[name] === null || quota[name] === undefined) continue
    const message = `queue "${queue.name}" deserves ${resource} without bound, so its ${name} has no effect; give ${field}.deserved a number, or leave ${name} out`
    report(`${field}.${name}`, 'BOUND_WITHOUT_EFFECT', message, 'warning')
  }
}

/** Bounds that nothing ever comes up to. */
function checkReach(
  report: Report,
  field: string,
  { name }: QueueUpsert,
  resource: string,
  { deserved, limit, borrowLimit, lendLimit }: Quota & { deserved: number },
): void {
  const text = (amount: number) => amountText(resource, amount)
  if (lendLimit !== null && lendLimit !== undefined && lendLimit > deserved) {
    const message = `queue "${name}" deserves ${text(deserved)} and cannot lend ${text(lendLimit)} of them; lower lendLimit, or leave it out`
    report(`${field}.lendLimit`, 'BOUND_WITHOUT_EFFECT', message, 'warning')
  }
  if (borrowLimit === null || borrowLimit === undefined || limit === null || deserved + borrowLimit <= limit) return
  const message = `queue "${name}" may hold ${text(limit)} and never comes to borrow ${text(borrowLimit)} above the ${text(deserved)} that it deserves; lower borrowLimit, or raise the limit`
  report(`${field}.borrowLimit`, 'BOUND_WITHOUT_EFFECT', message, 'warning')
}
