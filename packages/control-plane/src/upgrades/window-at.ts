import { DateTime } from 'luxon'
import { WEEKDAYS, type MaintenanceWindow } from './schemas.ts'

export interface WindowMoment {
  isOpen: boolean
  /** When it opens next; null while it is open. */
  opensAt: Date | null
  /** When it closes; null while it is closed. */
  closesAt: Date | null
}

const DAY_MS = 24 * 3600_000

/**
 * Whether a window is open at a moment, and when that changes. It opens at its time of the wall clock and stays open for its hours of real time, whatever
 * the clock does meanwhile: an opening that falls into the hour that a clock leaves out is an hour later by the wall, and of an hour that comes twice the first
 * counts. @param now Milliseconds since 1970.
 */
export function windowAt(window: MaintenanceWindow | null, now: number): WindowMoment {
  if (window === null) return { isOpen: true, opensAt: null, closesAt: null }
  const lengthMs = window.hours * 3600_000
  const openings = openingsAround(window, now, lengthMs)
  const current = openings.findLast((at) => at <= now && now < at + lengthMs)
  if (current !== undefined) return { isOpen: true, opensAt: null, closesAt: new Date(current + lengthMs) }
  const next = openings.find((at) => at > now)
  return { isOpen: false, opensAt: next === undefined ? null : new Date(next), closesAt: null }
}

/** Openings from those that could still be open until one that lies ahead, in order. */
function openingsAround({ days, from, timeZone }: MaintenanceWindow, now: number, lengthMs: number): number[] {
  const [hour = 0, minute = 0] = from.split(':').map(Number)
  const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day')
  const before = Math.ceil(lengthMs / DAY_MS) + 1
  const found: number[] = []
  for (let offset = -before; offset <= 8; offset += 1) {
    const { year, month, day, weekday } = today.plus({ days: offset })
    const name = WEEKDAYS[weekday - 1]
    if (name === undefined || !days.includes(name)) continue
    found.push(DateTime.fromObject({ year, month, day, hour, minute }, { zone: timeZone }).toMillis())
  }
  return found
}
