import { Problem } from '../wire/problem.ts'
import type { Value } from '../wire/value.ts'

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
type Unit = keyof typeof UNITS
const DURATION = /^(\d{1,9})(s|m|h|d)$/

/** Seconds of `90s`, `30m`, `2h` or `1d`; `null` for what is none. */
export function secondsOf(text: Value): number | null {
  const found = typeof text === 'string' ? DURATION.exec(text) : null
  return found ? Number(found[1]) * UNITS[found[2] as Unit] : null
}

/** In the largest unit that leaves nothing over. */
export function durationText(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds > 0 && seconds % UNITS[name] === 0) ?? 's'
  return `${seconds / UNITS[unit]}${unit}`
}

export function isSameDuration(a: Value, b: Value): boolean {
  return a === null || b === null ? a === b : secondsOf(a) === secondsOf(b)
}

/** Throws {@link Problem} for a text that is no duration. */
export function requireDuration(name: string, value: Value | undefined): void {
  if (typeof value === 'string' && secondsOf(value) === null)
    throw new Problem(
      [name],
      `${name} is "${value}", which is no duration`,
      'Give one such as "90s", "30m", "2h" or "1d".',
    )
}
