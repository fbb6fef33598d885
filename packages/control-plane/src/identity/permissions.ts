/**
 * The one table of who may do what. Enforcement reads it, and so does the access-matrix test.
 * A role at a scope holds for everything below: organization, department, project.
 */
export const PERMISSIONS = [
  'organization:read',
  'department:read',
  'department:write',
  'project:read',
  'project:write',
  'quota:read',
  'quota:write',
  'queue:write',
  'price:write',
  'node-pool:read',
  'node-pool:write',
  'cluster:read',
  'cluster:write',
  'size:read',
  'size:write',
  'template:read',
  'template:write',
  'connection:read',
  'connection:write',
  'workload:read',
  'workload:submit',
  'workload:control',
  'workload:logs',
  'view:share',
  'audit:read',
  'user:read',
  'user:write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const SCOPE_KINDS = ['organization', 'department', 'project'] as const
export type ScopeKind = (typeof SCOPE_KINDS)[number]

export const ROLES = ['admin', 'department-admin', 'researcher', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const READ = [
  'organization:read',
  'department:read',
  'project:read',
  'quota:read',
  'node-pool:read',
  'size:read',
  'template:read',
  'connection:read',
  'workload:read',
] as const satisfies readonly Permission[]

/** `at` lists the scopes at which a role may be bound. */
export const ROLE_TABLE: Record<Role, { at: readonly ScopeKind[]; permissions: readonly Permission[]; about: string }> =
  {
    admin: { at: ['organization'], permissions: PERMISSIONS, about: 'everything in the organization' },
    'department-admin': {
      at: ['department'],
      permissions: [
        ...READ,
        'cluster:read',
        'project:write',
        'quota:write',
        'queue:write',
        'connection:write',
        'workload:submit',
        'workload:control',
        'workload:logs',
        'view:share',
        'user:read',
      ],
      about: 'projects, quotas, order and work of one department',
    },
    researcher: {
      at: ['organization', 'department', 'project'],
      permissions: [
        ...READ,
        'cluster:read',
        'connection:write',
        'workload:submit',
        'workload:control',
        'workload:logs',
        'view:share',
      ],
      about: 'submit and control work',
    },
    viewer: {
      at: ['organization', 'department', 'project'],
      permissions: [...READ, 'cluster:read'],
      about: 'look, but not at logs',
    },
  }
