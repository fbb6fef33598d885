import { isSame, type Value } from '../wire/value.ts'

/** What a state says of a value that is `found`: nothing where nothing was said `before` and it is what holds `otherwise`, and the words from before where they mean the same. */
export function settle(
  before: Value | undefined,
  found: Value,
  otherwise: Value,
  meansSame: (a: Value, b: Value) => boolean = isSame,
): Value {
  const said = before ?? null
  if (said === null) return meansSame(found, otherwise) ? null : found
  return meansSame(said, found) ? said : found
}
