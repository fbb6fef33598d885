import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { inSystem, type TxSource } from '../db/tx.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { organizations } from '../db/schema/organizations.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { users } from '../db/schema/users.ts'
import { newId } from '../lib/ids.ts'
import { inForce } from './in-force.ts'
import { newSetupLink } from './new-setup-link.ts'

/**
 * Makes the first organization, its default pool and its admin in an empty database. As long as that admin has set no password, each
 * start answers a new one-time link, unless it is to be `withLink: false`; there is no default password.
 */
export async function ensureFirstAdmin(
  source: TxSource,
  publicUrl: string,
  now: number,
  { withLink = true }: { withLink?: boolean } = {},
): Promise<string | undefined> {
  return await inSystem(source, async (tx) => {
    // Replicas that start together take turns.
    await tx.q.execute(sql`select pg_advisory_xact_lock(7316550220)`)
    const [existing] = await tx.q.select({ id: organizations.id }).from(organizations).limit(1)
    if (!existing) {
      const organizationId = newId()
      const userId = newId()
      await tx.q
        .insert(organizations)
        .values({ id: organizationId, name: 'default', displayName: 'Default organization' })
      await tx.q.insert(nodePools).values({
        id: newId(),
        organizationId,
        name: 'default',
        selector: {},
        clusterIds: [],
        isDefault: true,
      })
      await tx.q
        .insert(users)
        .values({ id: userId, organizationId, email: 'admin@localhost.localdomain', name: 'Administrator' })
      await tx.q.insert(roleBindings).values({
        id: newId(),
        organizationId,
        userId,
        role: 'admin',
        scopeKind: 'organization',
        scopeId: organizationId,
      })
    }
    if (!withLink) return undefined
    const admins = await tx.q
      .select({ id: users.id, organizationId: users.organizationId, passwordHash: users.passwordHash })
      .from(users)
      .innerJoin(roleBindings, eq(roleBindings.userId, users.id))
      .where(and(eq(roleBindings.role, 'admin'), inForce, isNull(users.disabledAt)))
      .orderBy(asc(users.createdAt))
    const [first] = admins
    if (!first || admins.some((admin) => admin.passwordHash !== null)) return undefined
    return await newSetupLink(tx, first, publicUrl, now)
  })
}
