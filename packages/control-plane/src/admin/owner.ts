import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { ConfigError, type Config } from '../config.ts'
import { connectDatabase } from '../db/connect.ts'
import { DATABASE, OWNER } from '../db/embedded/embedded-postgres.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { users } from '../db/schema/users.ts'
import { inSystem, type Tx } from '../db/tx.ts'
import { inForce } from '../identity/in-force.ts'

/** Where the database is, for whoever owns it: as configured, or the embedded one of the data folder. */
export function ownedDatabaseUrl({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl) return databaseUrl
  const file = join(dataDir, 'postgres.json')
  if (!existsSync(file))
    throw new ConfigError(`no DATABASE_URL is set and there is no embedded database under ${dataDir}`)
  const { port, ownerPassword } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; ownerPassword: string }
  return `postgres://${OWNER}:${ownerPassword}@127.0.0.1:${port}/${DATABASE}`
}

export type OwnedUser = Awaited<ReturnType<typeof findUser>>

/** Runs `work` for the user with this email, or for the first admin, in a transaction of whoever owns the database. */
export async function asOwner<T>(
  config: Config,
  email: string | undefined,
  work: (tx: Tx, user: OwnedUser, audit: AuditContext) => Promise<T>,
): Promise<T> {
  const database = connectDatabase(ownedDatabaseUrl(config), 4)
  try {
    return await inSystem({ database, waker: { wake: () => undefined } }, async (tx) => {
      const user = await findUser(tx, email)
      return await work(tx, user, auditContext(user.organizationId))
    })
  } finally {
    await database.close()
  }
}

export type AuditContext = ReturnType<typeof auditContext>

function auditContext(organizationId: string) {
  const actor = { kind: 'system', id: 'admin-command', name: 'owner of the database' } as const
  return { organizationId, actor, origin: 'system', requestId: randomUUID(), ip: null } as const
}

async function findUser(tx: Tx, email: string | undefined) {
  const [user] = await tx.q
    .select({ id: users.id, email: users.email, organizationId: users.organizationId })
    .from(users)
    .innerJoin(roleBindings, eq(roleBindings.userId, users.id))
    .where(
      and(
        isNull(users.disabledAt),
        email === undefined ? and(eq(roleBindings.role, 'admin'), inForce) : eq(users.email, email.toLowerCase()),
      ),
    )
    .orderBy(asc(users.createdAt))
    .limit(1)
  if (!user)
    throw new ConfigError(
      email === undefined ? 'there is no admin yet: start the control plane once' : `there is no user ${email}`,
    )
  return user
}
