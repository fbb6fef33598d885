import type { DatabaseContents } from './database-contents.ts'

/** What one database has and another has not, a line for each table and sequence; empty when they hold the same. A sequence that is further on has lost nothing: they know no transaction. */
export function differences(wanted: DatabaseContents, found: DatabaseContents): string[] {
  if (wanted.hash === found.hash) return []
  const theirs = new Map(found.tables.map((each) => [each.table, each]))
  const lines = wanted.tables.flatMap(({ table, rows, hash }) => {
    const other = theirs.get(table)
    theirs.delete(table)
    if (other === undefined) return [`${table}: missing`]
    if (other.rows !== rows) return [`${table}: ${other.rows} rows in place of ${rows}`]
    return other.hash === hash ? [] : [`${table}: other rows`]
  })
  const sequences = wanted.sequences.filter((line) => !isReached(line, found.sequences))
  return [
    ...lines,
    ...[...theirs.keys()].map((table) => `${table}: there in addition`),
    ...sequences.map((line) => `sequence not at ${line}`),
  ]
}

function isReached(line: string, found: readonly string[]): boolean {
  const [name, at] = split(line)
  const other = found.map(split).find(([each]) => each === name)
  if (other === undefined) return false
  return at === 'unused' || (other[1] !== 'unused' && BigInt(other[1]) >= BigInt(at))
}

function split(line: string): [name: string, at: string] {
  const end = line.lastIndexOf(' ')
  return [line.slice(0, end), line.slice(end + 1)]
}
