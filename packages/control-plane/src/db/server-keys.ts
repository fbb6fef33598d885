import { randomBytes } from 'node:crypto'
import type { Database } from './connect.ts'

export interface ServerKeys {
  /** For nonces of agents. */
  nonce: Buffer
  /** For calls between replicas. */
  replica: Buffer
}

/** Reads the keys that all replicas share; the first one to start makes them. */
export async function loadServerKeys(database: Database): Promise<ServerKeys> {
  const { sql } = database.system
  for (const name of ['nonce', 'replica']) {
    await sql`insert into server_keys (name, secret) values (${name}, ${randomBytes(32)}) on conflict (name) do nothing`
  }
  const rows = await sql<{ name: string; secret: Buffer }[]>`select name, secret from server_keys`
  const find = (name: string): Buffer => {
    const row = rows.find((key) => key.name === name)
    if (!row) throw new Error(`server key ${name} is missing`)
    return Buffer.from(row.secret)
  }
  return { nonce: find('nonce'), replica: find('replica') }
}
