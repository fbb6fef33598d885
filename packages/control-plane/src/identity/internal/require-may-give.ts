import type { Context } from '../../app/context.ts'
import { AppError } from '../../lib/app-error.ts'
import { ROLE_TABLE, type Role } from '../permissions.ts'

/** Throws FORBIDDEN unless the caller may all that the roles may: a token that was cut down does not make somebody who may more than it. */
export function requireMayGive({ access }: Context, roles: readonly Role[]): void {
  const lacking = new Set(roles.flatMap((role) => ROLE_TABLE[role].permissions.filter((one) => !access.can(one))))
  if (lacking.size === 0) return
  throw new AppError('FORBIDDEN', `you lack ${[...lacking].join(', ')}, and so cannot let somebody else have it`, {
    hint: 'sign in, or use a token that was not cut down',
  })
}
