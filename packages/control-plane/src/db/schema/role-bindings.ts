// Domain: identity
import { foreignKey, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { users } from './users.ts'
import type { Role, ScopeKind } from '../../identity/permissions.ts'

/** Who has which role where. A role at a scope holds for everything below it. */
export const roleBindings = pgTable(
  'role_bindings',
  {
    id: id(),
    organizationId: organizationId(),
    userId: uuid('user_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    scopeKind: text('scope_kind').$type<ScopeKind>().notNull(),
    scopeId: uuid('scope_id').notNull(),
    createdAt: createdAt(),
    /** From then on it counts no more; null: until it is taken back. */
    expiresAt: time('expires_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
    unique('role_bindings_unique').on(t.organizationId, t.userId, t.role, t.scopeId),
  ],
)
