import type { Quota } from '@fairlead/sdk'
import type { Attributes } from '../schema/attribute.ts'
import {
  amountOf,
  isSameQuantity,
  quantityProblem,
  quantityText,
  requestAmount,
  UNLIMITED,
  type Unit,
} from '../schema/quantity.ts'
import { settle } from '../schema/settle.ts'
import { Problem } from '../wire/problem.ts'
import type { Fields, Value } from '../wire/value.ts'

type Line = Quota['resources'][string]

const BOUNDS = {
  deserved: 'What it is owed.',
  limit: 'Most that it may hold.',
  borrow_limit: 'Most above what it is owed.',
  lend_limit: 'Most of what it is owed and does not use that others may use.',
  user_limit: 'Most that one user may hold.',
} as const
type Bound = keyof typeof BOUNDS

/** One resource of a quota. What is absent is without bound, but for `deserved` of GPUs, which is 0: they are borrowed alone. */
export const quotaLine: Attributes = {
  ...Object.fromEntries(
    Object.entries(BOUNDS).map(([name, about]) => [name, { holds: 'string', about, from: 'free' } as const]),
  ),
  weight: { holds: 'number', about: 'Its share of what is free, against those beside it. Absent: 1.', from: 'free' },
}

/** What a bound is where nothing is said. */
function otherwise(unit: Unit, bound: Bound): string {
  return unit === 'gpu' && bound === 'deserved' ? '0' : UNLIMITED
}

/** What a state says of one resource; `null` where nothing was said and nothing is set. */
export function settleQuotaLine(
  unit: Unit,
  before: Value | undefined,
  line: Line | undefined,
  userLimit: number | undefined,
): Value {
  const said = (before ?? null) as Fields | null
  const found: Record<Bound, number | null> = {
    deserved: line ? line.deserved : amountOf(unit, otherwise(unit, 'deserved')),
    limit: line?.limit ?? null,
    borrow_limit: line?.borrowLimit ?? null,
    lend_limit: line?.lendLimit ?? null,
    user_limit: userLimit ?? null,
  }
  const fields: Fields = { weight: settle(said?.['weight'], line?.weight ?? 1, 1) }
  for (const name of Object.keys(BOUNDS) as Bound[])
    fields[name] = settle(said?.[name], quantityText(unit, found[name]), otherwise(unit, name), isSameQuantity(unit))
  return said === null && Object.values(fields).every((value) => value === null) ? null : fields
}

/** As a request carries it, everything said, so that nothing stays from before. */
export function quotaLineRequest(unit: Unit, line: Value | undefined) {
  const said = (line ?? {}) as Fields
  const bound = (name: Bound) => requestAmount(unit, (said[name] ?? otherwise(unit, name)) as string)
  return {
    deserved: bound('deserved'),
    limit: bound('limit'),
    weight: (said['weight'] ?? 1) as number,
    borrowLimit: bound('borrow_limit'),
    lendLimit: bound('lend_limit'),
    userLimit: bound('user_limit'),
  }
}

/** Throws {@link Problem} for an amount that is none. */
export function checkQuotaLine(unit: Unit, at: readonly string[], line: Value | undefined): void {
  if (line === null || typeof line !== 'object' || Array.isArray(line)) return
  for (const name of Object.keys(BOUNDS)) {
    const text = line[name]
    const problem = typeof text === 'string' ? quantityProblem(unit, text) : undefined
    if (problem !== undefined)
      throw new Problem([...at, name], `${[...at, name].join('.')} is "${text as string}"`, `Give ${problem}.`)
  }
}
