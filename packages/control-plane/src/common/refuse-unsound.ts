import type { Refusal } from '@fairlead/scheduler'
import { AppError } from '../lib/app-error.ts'

/** Names of pools by id, for sentences of the engine that know ids alone. */
export type PoolNames = readonly { id: string; name: string }[]

/**
 * Throws VALIDATION for what the engine says cannot be, with the fields of the request: `pathOf` says where a field of the engine stands there. Answers the
 * sentences of what can be and does less than it seems to say.
 */
export function refuseUnsound(
  refusals: readonly Refusal[],
  pools: PoolNames,
  pathOf: (field: string) => string,
): string[] {
  const told = refusals.map(({ field, message, severity }) => ({
    path: pathOf(field),
    message: pools.reduce((text, { id, name }) => text.replaceAll(id, name), message),
    severity,
  }))
  const errors = told.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (!first) return told.map(({ message }) => message)
  throw new AppError('VALIDATION', first.message, {
    hint: 'correct the fields named in issues',
    issues: errors.map(({ path, message }) => ({ path, message })),
  })
}
