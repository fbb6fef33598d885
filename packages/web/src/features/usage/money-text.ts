import { UNKNOWN } from '../../lib/format/numbers.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** A sum with its currency: `€1,234.50`. What is not known is a dash and never zero. */
export function moneyText(amount: number | null | undefined, currency: string | null): string {
  if (amount === null || amount === undefined || currency === null) return UNKNOWN
  let format = formats.get(currency)
  if (!format) formats.set(currency, (format = new Intl.NumberFormat('en', { style: 'currency', currency })))
  return format.format(amount)
}
