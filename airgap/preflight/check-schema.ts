import type postgres from 'postgres'
import fingerprints from '../../packages/control-plane/drizzle/fingerprints.gen.json' with { type: 'json' }
import journal from '../../packages/control-plane/drizzle/meta/_journal.json' with { type: 'json' }
import { driftBetween, schemaFingerprint } from '../../packages/control-plane/src/db/schema-fingerprint.ts'
import { fail, pass, warn, type Check } from './check.ts'

const WHAT = 'schema'
const SHOWN = 5

/** What a database says of its schema. */
export interface SchemaSeen {
  /** When the newest migration that it has had was made, in ms; 0 for none. */
  newest: number
  /** The oldest migration whose code still reads it, in the same way; Infinity where nothing says so. */
  oldestReader: number
  /** Objects that are otherwise than the migrations of this release have made them up to there; with none, all objects. */
  drift: string[]
}

/** D7: the schema is what the migrations of this release have made it, as far as they have run. Reads only. */
export async function checkSchema(sql: postgres.Sql): Promise<Check> {
  try {
    return judgeSchema(await readSchema(sql))
  } catch (error) {
    return warn('D7', WHAT, (error as Error).message, 'let the user of the URL read the schemas public and drizzle')
  }
}

/** The same from what the database has said. */
export function judgeSchema({ newest, oldestReader, drift }: SchemaSeen): Check {
  const known = journal.entries.findLast(({ when }) => when <= newest)
  const rest = drift.length > SHOWN ? ` and ${drift.length - SHOWN} more` : ''
  const names = `${drift.slice(0, SHOWN).join(', ')}${rest}`
  if (newest === 0)
    return drift.length === 0
      ? pass('D7', WHAT, 'empty')
      : warn(
          'D7',
          WHAT,
          `of somebody else: ${names}`,
          'give Fairlead a database of its own: an upgrade takes these for damage',
        )
  if (known?.when !== newest) {
    const seen = 'that of a newer release'
    const ours = journal.entries.at(-1)?.when ?? 0
    return oldestReader > ours
      ? fail(
          'D7',
          WHAT,
          seen,
          'this release cannot read it: take the bundle of the release that has used this database',
        )
      : warn('D7', WHAT, seen, 'this release can read it, as after a rollback; otherwise take the newer bundle')
  }
  const pending = journal.entries.length - 1 - journal.entries.indexOf(known)
  if (drift.length > 0)
    return fail('D7', WHAT, `changed by hand: ${names}`, 'undo that, or what the next migration does may fail half way')
  return pass(
    'D7',
    WHAT,
    pending === 0 ? `as ${known.tag} has made it` : `as ${known.tag} has made it, ${pending} to come`,
  )
}

async function readSchema(sql: postgres.Sql): Promise<SchemaSeen> {
  const has = async (table: string) => (await sql`select 1 where to_regclass(${table}) is not null`).length > 0
  const number = (rows: readonly { value: string | null }[]) => Number(rows[0]?.value ?? 0)
  const newest = (await has('drizzle.__drizzle_migrations'))
    ? number(
        await sql<{ value: string | null }[]>`select max(created_at)::text as value from drizzle.__drizzle_migrations`,
      )
    : 0
  const oldestReader = (await has('drizzle.fairlead_reader'))
    ? number(await sql<{ value: string | null }[]>`select oldest::text as value from drizzle.fairlead_reader`)
    : Infinity
  const tag = journal.entries.findLast(({ when }) => when <= newest)?.tag
  const wanted = (fingerprints as Record<string, Record<string, string>>)[tag ?? ''] ?? {}
  return { newest, oldestReader, drift: driftBetween(wanted, await schemaFingerprint(sql)) }
}
