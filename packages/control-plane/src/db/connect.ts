import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** Roles that the connections of the application take on. Neither owns a table, so row-level security binds both. */
export const APP_ROLE = 'fairlead_app'
export const SYSTEM_ROLE = 'fairlead_system'

export type Drizzle = PostgresJsDatabase
export type DrizzleTx = Parameters<Parameters<Drizzle['transaction']>[0]>[0]

export interface Pool {
  sql: postgres.Sql
  db: Drizzle
}

export interface Database {
  url: string
  /** Sees one organization at a time: the one named by `inOrganization`. Requests of people and agents use this. */
  app: Pool
  /** Sees all organizations: sign-in, scheduling, sweeping. */
  system: Pool
  close(): Promise<void>
}

export function connectDatabase(url: string, connections: number): Database {
  const system = openPool(url, SYSTEM_ROLE, Math.max(2, Math.floor(connections / 2)))
  const app = openPool(url, APP_ROLE, Math.max(2, Math.ceil(connections / 2)))
  return {
    url,
    app,
    system,
    close: async () => {
      await Promise.all([app.sql.end({ timeout: 5 }), system.sql.end({ timeout: 5 })])
    },
  }
}

export function openPool(url: string, role: string | undefined, max: number): Pool {
  const sql = postgres(url, {
    max,
    // Reconnects are ours to pace: a database that restarts is back within a second or two.
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 1),
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: {
      application_name: 'fairlead',
      ...(role === undefined ? {} : { role }),
      // Nothing of ours holds a transaction open while it waits for something else.
      idle_in_transaction_session_timeout: 30_000,
    },
  })
  return { sql, db: drizzle(sql) }
}
