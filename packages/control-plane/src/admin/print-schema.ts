import postgres from 'postgres'
import { readContents } from '../backup/database-contents.ts'
import { schemaState } from '../backup/schema-state.ts'

/** What migrations the database has had and whether its schema is as they made it, as JSON. */
export async function printSchema(url: string): Promise<string> {
  return await reading(url, schemaState)
}

/** What the database holds, as JSON. */
export async function printContents(url: string): Promise<string> {
  return await reading(url, readContents)
}

async function reading(url: string, read: (sql: postgres.Sql) => Promise<object>): Promise<string> {
  const sql = postgres(url, { max: 1, max_lifetime: null, onnotice: () => undefined })
  try {
    await sql`begin isolation level repeatable read read only`
    return `${JSON.stringify(await read(sql))}\n`
  } finally {
    await sql.end({ timeout: 2 })
  }
}
