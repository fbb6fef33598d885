import { InvalidArgumentError } from 'commander'

/** Readers of option values. What they throw is told with the name of the option. */

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `30m`, `2h`, `1d`, or seconds as a number. In milliseconds. */
export function durationMs(text: string): number {
  const [, value, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? []
  if (value === undefined) throw new InvalidArgumentError('give a duration such as 90s, 30m, 2h or 1d.')
  return Number(value) * (UNITS[unit] ?? 1_000)
}

export function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('give a number above zero.')
  return value
}

export function notNegative(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('give a number, zero or more.')
  }
  return value
}

export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('give a whole number, 1 or more.')
  return Number(text)
}

export function whole(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('give a whole number.')
  return Number(text)
}

/** `KEY=VALUE`, given any number of times. */
export function pairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('give KEY=VALUE.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

/** Any number of times, or several with commas between. */
export function list(text: string, before: string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ]
}

/** `3d`: that long ago; or a date. As the API wants times. */
export function pastTime(text: string): string {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return new Date(Date.now() - durationMs(text)).toISOString()
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new InvalidArgumentError('give how long ago (90s, 2h, 3d), or a date and time.')
  return new Date(at).toISOString()
}

/** A name such as `high`, or a number from 0 to 1000. */
export function priority(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text
}
