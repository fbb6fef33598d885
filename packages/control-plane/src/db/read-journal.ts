import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { must } from '../lib/invariant.ts'

export const MIGRATIONS_FOLDER = resolve(import.meta.dirname, '../../drizzle')
/** Nothing before it was ever released, so no code of an earlier state has to run on what came after. */
const FIRST_RELEASED = '0005_scheduling_rules'
const RUNS_WITH = /^-- runs with: (\S+) or newer$/m

export interface Migration {
  tag: string
  /** When it was made, in ms; the order of migrations, and how the database knows them. */
  when: number
  sql: string
}

/** The migrations of this version, oldest first. */
export function readJournal(folder = MIGRATIONS_FOLDER): Migration[] {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { when: number; tag: string }[]
  }
  return entries.map(({ tag, when }) => ({ tag, when, sql: readFileSync(join(folder, `${tag}.sql`), 'utf8') }))
}

/**
 * The oldest migration whose code still runs on the schema after all of these: expanding ones keep it as it is, and one that takes something away names it in a line
 * `-- runs with: TAG or newer`. A version of Fairlead that has at least this migration needs no older database.
 */
export function oldestReader(migrations: readonly Migration[]): Migration {
  const byTag = new Map(migrations.map((migration) => [migration.tag, migration]))
  let oldest = byTag.get(FIRST_RELEASED) ?? must(migrations.at(-1), 'there is a migration')
  for (const { tag, sql } of migrations) {
    const named = RUNS_WITH.exec(sql)?.[1]
    if (named === undefined) continue
    const reader = must(byTag.get(named), `${tag}: there is no migration ${named}, which it names`)
    if (reader.when > oldest.when) oldest = reader
  }
  return oldest
}

/** What code of the version before could not live with, as one sentence for each statement. Empty for a migration that only widens the schema, or is about tables that it makes
 * itself. */
export function narrowingStatements(sql: string): string[] {
  const statements = sql.split('--> statement-breakpoint').map((text) => text.replace(/^\s*--.*$/gm, '').trim())
  const fresh = new Set(statements.map((text) => /^create\s+table\s+(\S+)/i.exec(text)?.[1]))
  return statements
    .filter((text) => text !== '' && !fresh.has(/^(?:alter\s+table|create.*?\bon)\s+(\S+)/is.exec(text)?.[1]))
    .flatMap((text) => NARROWING.filter(({ pattern }) => pattern.test(text)).map(({ why }) => `${head(text)}: ${why}`))
}

const NARROWING: readonly { pattern: RegExp; why: string }[] = [
  {
    pattern: /^\s*drop\s+(table|schema|type|view|function|sequence)\b/i,
    why: 'the version before may still use it',
  },
  { pattern: /\bdrop\s+column\b/i, why: 'the version before still reads and writes this column' },
  { pattern: /\brename\b/i, why: 'the version before knows it by its old name' },
  { pattern: /\bset\s+not\s+null\b/i, why: 'the version before may leave it empty' },
  { pattern: /\bset\s+data\s+type\b|\balter\s+column\s+\S+\s+type\b/i, why: 'the version before writes the old type' },
  {
    pattern: /\badd\s+column\b(?!.*\b(default|generated)\b).*\bnot\s+null\b/is,
    why: 'the version before inserts rows without it: give it a default',
  },
  { pattern: /\badd\s+constraint\b.*\b(check|unique)\b/is, why: 'the version before may write rows that it refuses' },
  { pattern: /^\s*create\s+unique\s+index\b/i, why: 'the version before may write rows that it refuses' },
  { pattern: /^\s*(truncate|delete\s+from)\b/i, why: 'what is gone does not come back with the version before' },
  { pattern: /^\s*revoke\b/i, why: 'the version before may need this right' },
]

function head(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 77)}...` : line
}
