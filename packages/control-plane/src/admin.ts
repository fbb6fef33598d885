import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { ConfigError, readConfig } from './config.ts'
import { recordAudit } from './audit/record.ts'
import { connectDatabase } from './db/connect.ts'
import { DATABASE, OWNER } from './db/embedded/embedded-postgres.ts'
import { apiTokens } from './db/schema/api-tokens.ts'
import { roleBindings } from './db/schema/role-bindings.ts'
import { users } from './db/schema/users.ts'
import { inSystem, type Tx } from './db/tx.ts'
import { newSetupLink } from './identity/new-setup-link.ts'
import { newId, newSecret, sha256 } from './lib/ids.ts'

const HELP = `Usage: node src/admin.ts COMMAND

For whoever owns the database: it needs DATABASE_URL, or the data folder of the embedded one.

  setup-link [--email EMAIL]            a new one-time link for that user, or for the first admin
  token --name NAME [--minutes 60]      a short-lived token of the first admin, on standard output
`

/** Runs one command; answers what to print. */
async function run(argv: string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      minutes: { type: 'string', default: '60' },
      help: { type: 'boolean' },
    },
  })
  const [command] = positionals
  if (values.help || command === undefined) return HELP
  const config = readConfig(process.env)
  const database = connectDatabase(config.databaseUrl || embeddedUrl(config.dataDir), 4)
  const waker = { wake: () => undefined }
  try {
    return await inSystem({ database, waker }, async (tx) => {
      const user = await findUser(tx, values.email)
      const actor = { kind: 'system', id: 'admin-command', name: 'owner of the database' } as const
      const ctx = {
        organizationId: user.organizationId,
        actor,
        origin: 'system',
        requestId: randomUUID(),
        ip: null,
      } as const
      const object = { kind: 'user', id: user.id, name: user.email }
      if (command === 'setup-link') {
        await recordAudit(tx, ctx, 'setup-link.create', object)
        const publicUrl = config.publicUrl || `http://localhost:${config.port}`
        return `${await newSetupLink(tx, user, publicUrl, Date.now())}\n`
      }
      if (command === 'token') {
        const minutes = Number(values.minutes)
        if (!(minutes > 0 && minutes <= 24 * 60)) throw new ConfigError('--minutes: between 1 and 1440')
        const secret = newSecret('flt')
        await tx.q.insert(apiTokens).values({
          id: newId(),
          organizationId: user.organizationId,
          userId: user.id,
          name: values.name ?? 'admin command',
          prefix: secret.slice(0, 10),
          secretSha256: sha256(secret),
          expiresAt: new Date(Date.now() + minutes * 60_000),
        })
        await recordAudit(tx, ctx, 'token.create', object, { name: values.name ?? 'admin command', minutes })
        return `${secret}\n`
      }
      throw new ConfigError(`there is no command "${command}"\n\n${HELP}`)
    })
  } finally {
    await database.close()
  }
}

function embeddedUrl(dataDir: string): string {
  const file = join(dataDir, 'postgres.json')
  if (!existsSync(file))
    throw new ConfigError(`no DATABASE_URL is set and there is no embedded database under ${dataDir}`)
  const { port, ownerPassword } = JSON.parse(readFileSync(file, 'utf8')) as { port: number; ownerPassword: string }
  return `postgres://${OWNER}:${ownerPassword}@127.0.0.1:${port}/${DATABASE}`
}

async function findUser(tx: Tx, email: string | undefined) {
  const [user] = await tx.q
    .select({ id: users.id, email: users.email, organizationId: users.organizationId })
    .from(users)
    .innerJoin(roleBindings, eq(roleBindings.userId, users.id))
    .where(
      and(
        isNull(users.disabledAt),
        email === undefined ? eq(roleBindings.role, 'admin') : eq(users.email, email.toLowerCase()),
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

run(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(`fairlead: ${(error as Error).message}\n`)
    process.exitCode = error instanceof ConfigError ? 2 : 1
  },
)
