import { chmodSync, mkdtempSync, rmSync, readFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { OWNER, embeddedPostgres } from '../src/db/embedded/embedded-postgres.ts'
import { migrateDatabase } from '../src/db/migrate.ts'
import { createLogger } from '../src/lib/logger.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server as its superuser, without a database name. */
    pgServer: string
    /** The same as the owner of the test databases. */
    pgOwner: string
  }
}

export const TEMPLATE = 'fairlead_template'

/** Boots one PostgreSQL for the whole ring and migrates a template once; each test file works on a clone of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-test-'))
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(dataDir, 0o755)
  const server = await embeddedPostgres(dataDir, createLogger('silent'))
  await server.start()
  const { port, superuserPassword, ownerPassword } = JSON.parse(
    readFileSync(join(dataDir, 'postgres.json'), 'utf8'),
  ) as {
    port: number
    superuserPassword: string
    ownerPassword: string
  }
  const pgServer = `postgres://fairlead_admin:${superuserPassword}@127.0.0.1:${port}`
  const pgOwner = `postgres://${OWNER}:${ownerPassword}@127.0.0.1:${port}`
  const sql = postgres(`${pgServer}/postgres`, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`create database ${TEMPLATE} owner ${OWNER}`)
  await migrateDatabase(`${pgOwner}/${TEMPLATE}`)
  await sql.end()
  project.provide('pgServer', pgServer)
  project.provide('pgOwner', pgOwner)
  return async () => {
    await server.stop()
    if (existsSync(dataDir)) rmSync(dataDir, { recursive: true, force: true })
  }
}
