import { AppError } from '../../lib/app-error.ts'
import { ROLE_TABLE, type Role, type ScopeKind } from '../permissions.ts'

/** Throws VALIDATION for a role at a kind of place where the table of roles does not have it. */
export function requireGivenAt(role: Role, kind: ScopeKind): void {
  if (ROLE_TABLE[role].at.includes(kind)) return
  throw new AppError(
    'VALIDATION',
    `the role ${role} cannot be given at ${kind === 'organization' ? 'an' : 'a'} ${kind}`,
    {
      hint: `it can be given at: ${ROLE_TABLE[role].at.join(', ')}`,
    },
  )
}
