/** What stands where a value is not known. Zero is never unknown: it is `0`. */
export const UNKNOWN = '—'

const formats = new Map<number, Intl.NumberFormat>()

/** A number with thousands separators and at most `digits` decimals. */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN
  let format = formats.get(digits)
  if (!format) formats.set(digits, (format = new Intl.NumberFormat('en', { maximumFractionDigits: digits })))
  return format.format(Object.is(value, -0) ? 0 : value)
}

/** A share as a whole percentage. Anything above nothing is at least `1 %`, anything below everything at most `99 %`. */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0) || !Number.isFinite(part)) return UNKNOWN
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return '1 %'
  if (percent > 99 && percent < 100) return '99 %'
  return `${Math.round(percent)} %`
}

/** `1 node`, `2 nodes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}
