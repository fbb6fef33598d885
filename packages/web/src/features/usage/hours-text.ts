import { formatNumber } from '../../lib/format/numbers.ts'

/** Hours with as many digits as tell something. */
export function hoursText(hours: number): string {
  return formatNumber(hours, hours < 10 ? 2 : hours < 100 ? 1 : 0)
}
