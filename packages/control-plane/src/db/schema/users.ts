// Domain: identity
import { foreignKey, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { organizations } from './organizations.ts'

export const users = pgTable(
  'users',
  {
    id: id(),
    organizationId: organizationId(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    /** argon2id in PHC form; null while the user has only a set-up link. */
    passwordHash: text('password_hash'),
    createdAt: createdAt(),
    disabledAt: time('disabled_at'),
    lastSignInAt: time('last_sign_in_at'),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('users_tenant_id_unique').on(t.organizationId, t.id),
    unique('users_email_unique').on(t.email),
  ],
)
