import { gt, isNull, or, sql } from 'drizzle-orm'
import { roleBindings } from '../db/schema/role-bindings.ts'

/** Roles that have not ended. */
export const inForce = or(isNull(roleBindings.expiresAt), gt(roleBindings.expiresAt, sql`now()`))
