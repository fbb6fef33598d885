import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { newestApplied } from '../db/migrate.ts'
import { MIGRATIONS_FOLDER, oldestReader, readJournal } from '../db/read-journal.ts'
import { driftBetween, fingerprintHash, schemaFingerprint, type Fingerprint } from '../db/schema-fingerprint.ts'

export interface SchemaState {
  /** Tags of the migrations that the database has had; one that this version does not know has its time in place of a tag. */
  applied: string[]
  /** Those of this version that it has not had. */
  pending: string[]
  fingerprint: string
  /** Objects that are otherwise than the migrations have made them. Undefined after a migration that this version does not know. */
  drift: string[] | undefined
  /** Whether the code that has brought the database to where it is runs on after the pending ones. */
  wayBack: boolean
}

/** Holds the schema of a database against what its migrations make of it. Reads only, and nothing outside of this program is asked. */
export async function schemaState(sql: postgres.Sql): Promise<SchemaState> {
  const migrations = readJournal()
  const newest = await newestApplied(sql)
  const known = migrations.filter(({ when }) => when <= newest)
  const found = await schemaFingerprint(sql)
  const last = known.at(-1)
  const isKnown = last === undefined ? newest === 0 : last.when === newest
  return {
    applied: [...known.map(({ tag }) => tag), ...(isKnown ? [] : [String(newest)])],
    pending: migrations.filter(({ when }) => when > newest).map(({ tag }) => tag),
    fingerprint: fingerprintHash(found),
    drift: isKnown ? driftBetween(last === undefined ? {} : wanted(last.tag), found) : undefined,
    wayBack: newest >= oldestReader(migrations).when,
  }
}

function wanted(tag: string): Fingerprint {
  const file = join(MIGRATIONS_FOLDER, 'fingerprints.gen.json')
  if (!existsSync(file)) return {}
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Fingerprint>)[tag] ?? {}
}
