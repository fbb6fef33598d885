import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { ConfigError, type Config } from '../config.ts'
import { connectDatabase } from '../db/connect.ts'
import { readDecisions } from '../scheduling/read-decisions.ts'
import { ownedDatabaseUrl } from './owner.ts'

/** Writes the decision log, one JSON object a line, oldest first: what `fairlead replay --decisions FILE` reads. It names work of all organizations. */
export async function printDecisions(config: Config, hours: string | undefined, out: Writable): Promise<void> {
  const back = hours === undefined ? undefined : Number(hours)
  if (back !== undefined && !(back > 0 && back < 1e6)) throw new ConfigError('--hours: a number above zero')
  const since = back === undefined ? undefined : new Date(Date.now() - back * 3_600_000).toISOString()
  const database = connectDatabase(ownedDatabaseUrl(config), 4)
  try {
    let after: number | undefined
    for (;;) {
      const { items, isMore } = await readDecisions(database.system.db, { since, after, pageSize: 500 })
      for (const entry of items) if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain')
      after = items.at(-1)?.id
      if (!isMore) return
    }
  } finally {
    await database.close()
  }
}
