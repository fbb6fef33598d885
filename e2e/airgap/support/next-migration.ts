import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerSource } from '@fairlead/airgap/oci/layer-entries'
import { ROOT } from '../../../tools/processes/child.ts'

const FOLDER = join(ROOT, 'packages/control-plane/drizzle')
const SQL = 'CREATE TABLE "next_release" ("id" integer PRIMARY KEY NOT NULL);\n'
/** What the fingerprint of the schema has of it. */
const LINES = [
  'CREATE UNIQUE INDEX next_release_pkey ON public.next_release USING btree (id)',
  'column id integer t  ',
  'constraint next_release_pkey PRIMARY KEY (id)',
  'kind r rls f forced f',
]

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[]
}

/** Files of a control plane whose schema is one table wider than ours, with a migration that makes it so. */
export function nextMigration(): { tag: string; files: LayerSource[] } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
  const journal = read('meta/_journal.json') as Journal
  const fingerprints = read('fingerprints.gen.json') as Record<string, Record<string, string>>
  const last = journal.entries.at(-1)!
  const tag = `${String(journal.entries.length).padStart(4, '0')}_next_release`
  const entry = { ...last, idx: journal.entries.length, when: last.when + 1, tag }
  const hash = createHash('sha256').update(LINES.toSorted().join('\n')).digest('hex').slice(0, 16)
  const own = { ...fingerprints[last.tag], 'table next_release': hash }
  const at = (name: string) => `/app/drizzle/${name}`
  return {
    tag,
    files: [
      { text: SQL, to: at(`${tag}.sql`) },
      { text: JSON.stringify({ ...journal, entries: [...journal.entries, entry] }), to: at('meta/_journal.json') },
      { text: JSON.stringify({ ...fingerprints, [tag]: own }), to: at('fingerprints.gen.json') },
    ],
  }
}
