/**
 * Reads the state of a page from its address. Each field stands alone: one that makes no sense is dropped and the rest holds, so an old
 * or hand-written link never breaks a page.
 */

/** Text, cut to `max`. What looks like a number or a truth in an address is text as well. */
export function textOf(value: unknown, max = 100): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value).slice(0, max)
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim().slice(0, max).trim()
  return text === '' ? undefined : text
}

/** One of the allowed words. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((word) => word === value)
}

/** Those of the allowed words that are named, each once and in the order of `allowed`. A single word counts as a list of one. */
export function listOf<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value]
  const known = allowed.filter((word) => given.includes(word))
  return known.length > 0 ? known : undefined
}

/** `true`, or nothing: what is off does not stand in the address. */
export function flagOf(value: unknown): true | undefined {
  return value === true || value === 'true' || value === 1 ? true : undefined
}

/** A whole number within bounds. */
export function intOf(value: unknown, min: number, max: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined
  return number >= min && number <= max ? number : undefined
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the fields that are not set, so that they do not stand in the address. */
export function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>
}

/**
 * A reader for `validateSearch`. The router lays what it answers over the raw address, so a field that was dropped has to be there as
 * not set, or the raw one shows through. The scope belongs to all pages, and none drops it.
 */
export function strictly<T extends object>(read: (search: Record<string, unknown>) => T) {
  return (search: Record<string, unknown>): T => ({
    ...Object.fromEntries(
      Object.keys(search)
        .filter((key) => key !== 'scope')
        .map((key) => [key, undefined]),
    ),
    ...read(search),
  })
}
