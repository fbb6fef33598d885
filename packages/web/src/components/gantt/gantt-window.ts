/** What of time is in sight, in milliseconds since the epoch. */
export interface TimeWindow {
  from: number
  until: number
}

/** How far one may look: no further than from `from` to `until`, and no closer than a window of `least` milliseconds. */
export interface WindowBounds extends TimeWindow {
  least: number
}

const STEPS_S = [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800]

/** A window `factor` times as long (below 1: closer) in which the time `at` stays where it is, as far as the bounds allow. */
export function zoomWindow({ from, until }: TimeWindow, factor: number, at: number, bounds: WindowBounds): TimeWindow {
  const whole = bounds.until - bounds.from
  const span = Math.min(whole, Math.max(Math.min(bounds.least, whole), (until - from) * factor))
  const share = Math.min(1, Math.max(0, (at - from) / Math.max(1, until - from)))
  return fitWindow({ from: at - span * share, until: at + span * (1 - share) }, bounds)
}

/** The same length further on by `share` of it; below 0: further back. It stops at the bounds. */
export function panWindow(window: TimeWindow, share: number, bounds: WindowBounds): TimeWindow {
  const shift = (window.until - window.from) * share
  return fitWindow({ from: window.from + shift, until: window.until + shift }, bounds)
}

/** What lies between two moments, in whichever order, at least as long as the bounds want and within them. */
export function windowBetween(a: number, b: number, bounds: WindowBounds): TimeWindow {
  const span = Math.abs(b - a)
  const middle = (a + b) / 2
  return zoomWindow({ from: middle - span / 2, until: middle + span / 2 }, 1, middle, bounds)
}

function fitWindow({ from, until }: TimeWindow, bounds: WindowBounds): TimeWindow {
  const span = Math.min(until - from, bounds.until - bounds.from)
  const start = Math.min(Math.max(from, bounds.from), bounds.until - span)
  return { from: start, until: start + span }
}

/** Round moments within a window, evenly spaced and at most `most` of them. */
export function ticksOf({ from, until }: TimeWindow, most: number): number[] {
  const step = 1000 * (STEPS_S.find((seconds) => (until - from) / (seconds * 1000) <= most) ?? STEPS_S.at(-1) ?? 1)
  const ticks: number[] = []
  for (let at = Math.ceil(from / step) * step; at < until && ticks.length < most; at += step) ticks.push(at)
  return ticks
}
