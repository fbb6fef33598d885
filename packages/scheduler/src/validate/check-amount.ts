import type { Resources } from '../delta.ts'
import type { Report } from './refusal.ts'

/** Above this, sums of amounts are no longer exact. */
const AMOUNT_MAX = 2 ** 48

const UNITS: Readonly<Record<string, string>> = {
  cpu: 'thousandths of a core',
  memory: 'MiB',
  gpu: 'thousandths of a GPU',
}

/** Reports an amount that is not a whole number from 0 to 2^48. True: it can be calculated with. */
export function checkAmount(report: Report, field: string, resource: string, amount: number): boolean {
  if (Number.isInteger(amount) && amount >= 0 && amount <= AMOUNT_MAX) return true
  const unit = UNITS[resource] ?? 'pieces'
  report(field, 'AMOUNT_INVALID', `${field} is ${amount}; give a whole number of ${unit}, from 0 to ${AMOUNT_MAX}`)
  return false
}

/** The same for every resource; `field` is where they stand. */
export function checkAmounts(report: Report, field: string, amounts: Resources | undefined): void {
  for (const [name, amount] of Object.entries(amounts ?? {})) checkAmount(report, `${field}.${name}`, name, amount)
}

/** Reports a time in milliseconds that is not a number from 0. Undefined is fine. */
export function checkTime(report: Report, field: string, timeMs: number | undefined): void {
  if (timeMs === undefined || (Number.isFinite(timeMs) && timeMs >= 0)) return
  report(field, 'TIME_INVALID', `${field} is ${timeMs}; give milliseconds from 0, or leave it out`)
}
