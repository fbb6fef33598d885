import { InputError } from '../input-error.ts'

/** One mapping of a spec file, with the place where it stands for sentences about it. Keys are found whatever their case, as Armada's reader finds them. */
export interface Fields {
  where: string
  values: ReadonlyMap<string, unknown>
}

/** @throws InputError when it is no mapping. */
export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${where}: expected a mapping, found ${JSON.stringify(value)}`)
  }
  return { where, values: new Map(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one])) }
}

/** What stands under a key; `undefined` where nothing or null does. */
export function fieldOf({ values }: Fields, key: string): unknown {
  return values.get(key.toLowerCase()) ?? undefined
}

/** The mapping under a key; `undefined` where there is none. */
export function mappingOf(fields: Fields, key: string): Fields | undefined {
  const value = fieldOf(fields, key)
  return value === undefined ? undefined : fieldsOf(value, `${fields.where}.${key}`)
}

/** The mappings in the list under a key; empty where there is none. */
export function listOf(fields: Fields, key: string): Fields[] {
  const value = fieldOf(fields, key) ?? []
  if (!Array.isArray(value)) throw new InputError(`${fields.where}.${key}: expected a list`)
  return value.map((one, i) => fieldsOf(one, `${fields.where}.${key}[${i}]`))
}

/** @throws InputError when there is no text and no default. */
export function textOf(fields: Fields, key: string, absent?: string): string {
  const value = fieldOf(fields, key) ?? absent
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new InputError(`${fields.where}.${key}: expected a text; give one`)
}

/** A whole number of at least `least`. */
export function countOf(fields: Fields, key: string, least: number, absent?: number): number {
  const count = Number(fieldOf(fields, key) ?? absent)
  if (Number.isSafeInteger(count) && count >= least) return count
  throw new InputError(
    `${fields.where}.${key}: expected a whole number from ${least} on, found ${JSON.stringify(fieldOf(fields, key))}`,
  )
}

/** Text by text, for example labels; keys keep their case. */
export function textsOf(fields: Fields, key: string): Record<string, string> {
  const value = fieldOf(fields, key) ?? {}
  fieldsOf(value, `${fields.where}.${key}`)
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
}
