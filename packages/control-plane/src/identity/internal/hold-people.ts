import { and, eq } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { organizations } from '../../db/schema/organizations.ts'
import { roleBindings } from '../../db/schema/role-bindings.ts'
import { inForce } from '../in-force.ts'
import { requireLive } from './require-live.ts'

/**
 * Lets one change of people of an organization happen at a time, and looks again at whether the caller may: two admins who take each other's
 * rights at the same moment cannot both succeed. To be called first in the transaction, before any user is locked.
 */
export async function holdPeople(ctx: Context, q: DrizzleTx): Promise<void> {
  ctx.access.require('user:write')
  // Weaker than `update`: rows that refer to the organization are written meanwhile.
  await q
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId))
    .for('no key update')
  await requireLive(q, ctx)
  if (ctx.credential.via === 'internal') return
  const bindings = await q
    .select({ role: roleBindings.role, scopeKind: roleBindings.scopeKind, scopeId: roleBindings.scopeId })
    .from(roleBindings)
    .where(and(eq(roleBindings.userId, ctx.actor.id), inForce))
  ctx.access.withBindings(bindings).require('user:write')
}
