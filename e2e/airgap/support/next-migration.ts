import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerSource } from '@fairlead/airgap/oci/layer-entries'
import { ROOT } from '../../../tools/processes/child.ts'

const FOLDER = join(ROOT, 'packages/control-plane/drizzle')
const TABLE = 'next_release'

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[]
}

/** Files of a control plane whose schema is wider than ours by a table for each of `releases` that come after it, with the migrations that make it so. */
export function nextMigration(releases = 1): { tags: string[]; files: LayerSource[] } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
  const journal = read('meta/_journal.json') as Journal
  const fingerprints = read('fingerprints.gen.json') as Record<string, Record<string, string>>
  const at = (name: string) => `/app/drizzle/${name}`
  const tags: string[] = []
  const files: LayerSource[] = []
  for (let release = 1; release <= releases; release++) {
    const last = journal.entries.at(-1)!
    const table = release === 1 ? TABLE : `${TABLE}_${release}`
    const tag = `${String(journal.entries.length).padStart(4, '0')}_${table}`
    journal.entries.push({ ...last, idx: journal.entries.length, when: last.when + 1, tag })
    fingerprints[tag] = { ...fingerprints[last.tag], [`table ${table}`]: fingerprintOf(table) }
    files.push({ text: `CREATE TABLE "${table}" ("id" integer PRIMARY KEY NOT NULL);\n`, to: at(`${tag}.sql`) })
    tags.push(tag)
  }
  files.push({ text: JSON.stringify(journal), to: at('meta/_journal.json') })
  files.push({ text: JSON.stringify(fingerprints), to: at('fingerprints.gen.json') })
  return { tags, files }
}

/** What the fingerprint of a schema has of such a table. */
function fingerprintOf(table: string): string {
  const lines = [
    `CREATE UNIQUE INDEX ${table}_pkey ON public.${table} USING btree (id)`,
    'column id integer t  ',
    `constraint ${table}_pkey PRIMARY KEY (id)`,
    'kind r rls f forced f',
  ]
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex').slice(0, 16)
}
