import type { User } from '@fairlead/sdk'
import { local } from '../output/times.ts'

/** A role with its place, unless it is the organization, and its end, if it has one. */
export function roleText({ role, scope, expiresAt }: User['roles'][number]): string {
  const where = scope.kind === 'organization' ? role : `${role} of ${scope.name}`
  return expiresAt === null ? where : `${where} until ${local(expiresAt)}`
}
