import { UNKNOWN } from './numbers.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span in its two largest units: `45s`, `12m 5s`, `3h 12m`, `2d 4h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN
  const span = Math.max(0, ms)
  if (span < MINUTE) return `${Math.floor(span / SECOND)}s`
  if (span < HOUR) return pair(span, MINUTE, 'm', SECOND, 's')
  if (span < DAY) return pair(span, HOUR, 'h', MINUTE, 'm')
  return pair(span, DAY, 'd', HOUR, 'h')
}

function pair(span: number, unit: number, name: string, next: number, nextName: string): string {
  const rest = Math.floor((span % unit) / next)
  return `${Math.floor(span / unit)}${name}${rest > 0 ? ` ${rest}${nextName}` : ''}`
}

/** How long something is ago, in its largest unit; clocks that differ a little never say "in the future". */
export function formatAge(at: number, now: number): string {
  const span = now - at
  if (span < 5 * SECOND) return 'just now'
  if (span < MINUTE) return `${Math.floor(span / SECOND)}s ago`
  if (span < HOUR) return `${Math.floor(span / MINUTE)}m ago`
  if (span < DAY) return `${pair(span, HOUR, 'h', MINUTE, 'm')} ago`
  return `${pair(span, DAY, 'd', HOUR, 'h')} ago`
}

/** The clock that readers share may be this old, and what has just happened must not seem to lie ahead. */
const CLOCK_AGE_MAX = 8 * SECOND

/** Like {@link formatAge}, and also right for what is still to come: `in 12m`. */
export function formatRelative(at: number, now: number): string {
  return at > now + CLOCK_AGE_MAX ? `in ${formatDuration(at - now)}` : formatAge(at, now)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A format of a zone, made once. `kind` tells formats with other options apart. */
export function formatIn(zone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`
  let format = formats.get(key)
  if (!format) {
    const timeZone = zone === 'browser' ? undefined : zone
    formats.set(key, (format = new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone ? { timeZone } : {}) })))
  }
  return format
}

/** A moment to the second in a zone, with the zone's name: `21 Nov 2026, 22:37:15 UTC`. `browser` is the reader's own zone. */
export function formatExact(at: number, zone: string): string {
  return formatIn(zone, 'exact', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** The time of day alone. */
export function formatClock(at: number, zone: string): string {
  return formatIn(zone, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)
}

/** The time of day to the minute, for axes. */
export function formatMinute(at: number, zone: string): string {
  return formatIn(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** Day and month, for axes. */
export function formatDay(at: number, zone: string): string {
  return formatIn(zone, 'day', { day: 'numeric', month: 'short' }).format(at)
}

/** True when the browser knows the zone. */
export function isZone(zone: string): boolean {
  if (zone === 'browser') return true
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The name of a zone for the API: `browser` is the one that this browser is in. */
export function zoneName(zone: string): string {
  return zone === 'browser' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone
}
