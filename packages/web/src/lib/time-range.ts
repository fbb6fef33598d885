import { formatIn } from './format/time.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Times to look at by name, as the address has them. */
export const RANGE_NAMES = ['1h', '6h', '24h', '7d', '30d', '90d', 'today', 'month', 'last-month'] as const
export type RangeName = (typeof RANGE_NAMES)[number]
export const RANGE_LABELS: Record<RangeName, string> = {
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  today: 'Today',
  month: 'This month',
  'last-month': 'Last month',
}
const SPANS: Partial<Record<RangeName, number>> = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
}

/** A name, or two moments in UTC: `2026-11-01T00:00Z..2026-11-08T00:00Z`. What a link says is the same for every reader. */
export type RangeText = RangeName | `${string}..${string}`

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/
const YEARS_MAX = 2 * 366 * DAY

/** A range from an address; nothing for one that makes no sense. */
export function readRange(value: unknown): RangeText | undefined {
  if (typeof value !== 'string') return undefined
  const name = RANGE_NAMES.find((known) => known === value)
  if (name) return name
  const [from = '', to = '', more] = value.split('..')
  if (more !== undefined || !MOMENT.test(from) || !MOMENT.test(to)) return undefined
  const span = Date.parse(to) - Date.parse(from)
  return span > 0 && span <= YEARS_MAX ? `${from}..${to}` : undefined
}

/** The two moments of a range. Days and months begin where the reader is. */
export function resolveRange(range: RangeText, now: number, zone: string): { from: number; to: number } {
  const span = SPANS[range as RangeName]
  if (span !== undefined) return { from: now - span, to: now }
  const { year, month, day } = dateIn(now, zone)
  if (range === 'today') return { from: startOfDay(year, month, day, zone), to: now }
  if (range === 'month') return { from: startOfDay(year, month, 1, zone), to: now }
  if (range === 'last-month') {
    return { from: startOfDay(year, month - 1, 1, zone), to: startOfDay(year, month, 1, zone) }
  }
  const [from = '', to = ''] = range.split('..')
  return { from: Date.parse(from), to: Date.parse(to) }
}

/** The reader's calendar months, the newest first: this one up to now, and those before it. */
export function monthsBack(count: number, now: number, zone: string): { from: number; to: number }[] {
  const { year, month } = dateIn(now, zone)
  return Array.from({ length: count }, (_, back) => ({
    from: startOfDay(year, month - back, 1, zone),
    to: back === 0 ? now : startOfDay(year, month - back + 1, 1, zone),
  }))
}

/** Whole days of the reader, the last one included, as a range for the address. */
export function rangeOfDays(first: string, last: string, zone: string): RangeText | undefined {
  const start = dayOf(first, zone)
  const end = dayOf(last, zone, 1)
  return start === undefined || end === undefined ? undefined : readRange(`${minute(start)}..${minute(end)}`)
}

/** The reader's first and last day of a range, as date fields have them. */
export function daysOfRange(range: RangeText, now: number, zone: string): { first: string; last: string } {
  const { from, to } = resolveRange(range, now, zone)
  return { first: dateText(from, zone), last: dateText(to - 1, zone) }
}

/** The same length of time, right before. */
export function rangeBefore({ from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from: from - (to - from), to: from }
}

/** Midnight in a zone, so many days after the day of a moment; in ms. */
export function midnightAfter(at: number, days: number, zone: string): number {
  const { year, month, day } = dateIn(at, zone)
  return startOfDay(year, month, day + days, zone)
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`
}

function dayOf(text: string, zone: string, daysLater = 0): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  return year === undefined ? undefined : startOfDay(Number(year), Number(month), Number(day) + daysLater, zone)
}

function dateText(at: number, zone: string): string {
  const { year, month, day } = dateIn(at, zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}

/** Midnight of a day in a zone. A day or month beyond its bounds counts on, as in `Date.UTC`. */
function startOfDay(year: number, month: number, day: number, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day)
  // The offset at that moment is not known before the moment is: the second look settles it, also where clocks change.
  const first = wanted - offsetAt(wanted, zone)
  return wanted - offsetAt(first, zone)
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minutes, seconds } = dateIn(at, zone)
  return Date.UTC(year, month - 1, day, hour, minutes, seconds) - Math.floor(at / 1000) * 1000
}

function dateIn(at: number, zone: string) {
  const parts = formatIn(zone, 'parts', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minutes: of('minute'),
    seconds: of('second'),
  }
}
