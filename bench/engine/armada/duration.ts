import { fieldOf, fieldsOf, type Fields } from './fields.ts'
import { InputError } from '../input-error.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
}
const PART = /([0-9]*\.?[0-9]+)(h|ms|m|s|us|µs|ns)/gy

/**
 * Milliseconds of a span as Armada's files write it: "90s", "1h30m", or a mapping {seconds, nanos}. 0 where there is none.
 *
 * @throws InputError for anything else.
 */
export function durationOf(fields: Fields, key: string): number {
  const value = fieldOf(fields, key)
  if (value === undefined) return 0
  const ms = typeof value === 'string' ? fromText(value) : fromMapping(value, `${fields.where}.${key}`)
  if (ms !== undefined && ms >= 0) return ms
  throw new InputError(
    `${fields.where}.${key}: ${JSON.stringify(value)} is no duration; write it like "90s", "1h30m" or {seconds: 90}`,
  )
}

function fromText(text: string): number | undefined {
  let ms = 0
  let end = 0
  PART.lastIndex = 0
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    ms += Number(part[1]) * UNIT_MS[part[2]!]!
    end = PART.lastIndex
  }
  return end > 0 && end === text.length ? ms : undefined
}

function fromMapping(value: unknown, where: string): number | undefined {
  if (typeof value !== 'object') return undefined
  const fields = fieldsOf(value, where)
  const seconds = Number(fieldOf(fields, 'seconds') ?? 0)
  const nanos = Number(fieldOf(fields, 'nanos') ?? 0)
  return Number.isFinite(seconds) && Number.isFinite(nanos) ? seconds * 1_000 + nanos / 1e6 : undefined
}
