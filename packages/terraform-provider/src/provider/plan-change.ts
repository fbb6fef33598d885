import type { Attributes } from '../schema/attribute.ts'
import { isSame, UNKNOWN, type Fields } from '../wire/value.ts'

export interface PlannedChange {
  planned: Fields
  /** Attributes that cannot become what is wanted in place. */
  replaced: string[]
}

/** What an object will be: as `proposed`, with what the control plane says as it was `before`, or unknown until the object is made. */
export function planChange(attributes: Attributes, before: Fields | null, proposed: Fields): PlannedChange {
  const planned = { ...proposed }
  for (const [name, { from }] of Object.entries(attributes)) {
    if (from !== 'told' && !(from === 'either' && (planned[name] ?? null) === null)) continue
    planned[name] = before === null ? UNKNOWN : (before[name] ?? null)
  }
  const replaced = Object.entries(attributes).flatMap(([name, { isFixed }]) =>
    before !== null && isFixed === true && !isSame(before[name] ?? null, planned[name] ?? null) ? [name] : [],
  )
  return { planned, replaced }
}
