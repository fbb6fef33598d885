import { ROLE_TABLE, type Permission, type Role } from '@fairlead/control-plane/permissions'
import { useQuery } from '@tanstack/react-query'
import type { Outputs } from './trpc.ts'
import { trpc } from './trpc.ts'

export type Whoami = Outputs['session']['whoami']

export const whoamiOptions = trpc.session.whoami.queryOptions({}, { staleTime: 5 * 60_000, retry: false })

/** Who is signed in. Known on every page behind the sign-in, because its route waits for it. */
export function useWhoami(): Whoami | undefined {
  return useQuery(whoamiOptions).data
}

/**
 * Whether to offer an action. The whole organization's permissions are known; a role in one department or project may allow more than
 * they say, so with such a role the action is offered and the control plane decides.
 */
export function useCan(permission: Permission): boolean {
  return whoCan(useWhoami(), permission)
}

/** The same for many permissions at once. */
export function whoCan(whoami: Whoami | undefined, permission: Permission): boolean {
  if (!whoami) return false
  if (whoami.permissions.includes(permission)) return true
  return whoami.roles.some(({ role, scope }) => scope.kind !== 'organization' && allows(role, permission))
}

function allows(role: Role, permission: Permission): boolean {
  return ROLE_TABLE[role].permissions.includes(permission)
}
