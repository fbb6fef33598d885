import { AppError } from '../lib/app-error.ts'
import { ROLE_TABLE, ROLES, type Permission, type Role, type ScopeKind } from './permissions.ts'

export interface Binding {
  role: Role
  scopeKind: ScopeKind
  scopeId: string
  /** When it ends; null or absent: not by itself. */
  expiresAt?: string | null
}

/** Where something is. A project names its department too, because a role there holds for it. */
export interface Place {
  departmentId?: string
  projectId?: string
}

/** `all`, or the parts of the organization that may be seen. */
export type Reach = 'all' | { departmentIds: string[]; projectIds: string[] }

/** What one actor may do: roles by scope, cut down by the permissions of the token in use. */
export class Access {
  readonly bindings: readonly Binding[]
  readonly #tokenPermissions: ReadonlySet<string> | undefined

  constructor(bindings: readonly Binding[], tokenPermissions: readonly string[] | null) {
    this.bindings = bindings
    this.#tokenPermissions = tokenPermissions ? new Set(tokenPermissions) : undefined
  }

  /** True when the permission holds at that place; without a place: in the whole organization. */
  can(permission: Permission, place: Place = {}): boolean {
    return this.#holding(permission).some(
      ({ scopeKind, scopeId }) =>
        scopeKind === 'organization' ||
        (scopeKind === 'department' && scopeId === place.departmentId) ||
        (scopeKind === 'project' && scopeId === place.projectId),
    )
  }

  /** True when the permission holds somewhere. */
  canSomewhere(permission: Permission): boolean {
    return this.#holding(permission).length > 0
  }

  /** Throws FORBIDDEN, naming what is missing and which roles have it. */
  require(permission: Permission, place: Place = {}): void {
    if (this.can(permission, place)) return
    const roles = ROLES.filter((role) => ROLE_TABLE[role].permissions.includes(permission))
    throw new AppError('FORBIDDEN', `you lack the permission ${permission} here`, {
      hint: `it comes with the role ${roles.join(' or ')}; an admin can grant it`,
    })
  }

  /** The same token, or none, with other roles. */
  withBindings(bindings: readonly Binding[]): Access {
    return new Access(bindings, this.#tokenPermissions ? [...this.#tokenPermissions] : null)
  }

  reach(permission: Permission): Reach {
    const holding = this.#holding(permission)
    if (holding.some(({ scopeKind }) => scopeKind === 'organization')) return 'all'
    const idsOf = (kind: ScopeKind) => holding.filter((b) => b.scopeKind === kind).map((b) => b.scopeId)
    return { departmentIds: idsOf('department'), projectIds: idsOf('project') }
  }

  #holding(permission: Permission): Binding[] {
    if (this.#tokenPermissions && !this.#tokenPermissions.has(permission)) return []
    return this.bindings.filter(({ role }) => ROLE_TABLE[role].permissions.includes(permission))
  }
}
