import { PERMISSIONS, ROLE_TABLE, type Permission } from '@fairlead/control-plane/permissions'
import type { Outputs } from '../../lib/trpc.ts'

/** A role of somebody at a place. */
export type Grant = Pick<Outputs['users']['list']['items'][number]['roles'][number], 'role' | 'scope'> & {
  expiresAt?: string | null
}

export interface EffectiveAccess {
  permission: Permission
  /** The roles that it comes with, widest place first; none: they lack it everywhere. */
  by: readonly Grant[]
}

const WIDTH = { organization: 0, department: 1, project: 2 } as const

/** Every permission with the roles that give it, by the table that the control plane itself goes by. */
export function effectiveAccess(grants: readonly Grant[]): EffectiveAccess[] {
  const sorted = grants.toSorted((a, b) => WIDTH[a.scope.kind] - WIDTH[b.scope.kind])
  return PERMISSIONS.map((permission) => ({
    permission,
    by: sorted.filter(({ role }) => ROLE_TABLE[role].permissions.includes(permission)),
  }))
}

/** Permissions that they have with some grants and lack with others, wherever it may be. */
export function lostBetween(before: readonly Grant[], after: readonly Grant[]): Permission[] {
  const left = new Set(held(after))
  return held(before).filter((permission) => !left.has(permission))
}

function held(grants: readonly Grant[]): Permission[] {
  return effectiveAccess(grants).flatMap(({ permission, by }) => (by.length > 0 ? [permission] : []))
}

/** `admin`, `viewer of vision`. */
export function grantText({ role, scope }: Grant): string {
  return scope.kind === 'organization' ? role : `${role} of ${scope.name}`
}
