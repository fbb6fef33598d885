import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerSource } from '../oci/layer-entries.ts'

/** The files of a bundled program where its sources expect each other: the program one folder below its package.json. */
export function programFiles(packageFolder: string, bundle: ReadonlyMap<string, string>): LayerSource[] {
  const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    name: string
    version: string
  }
  return [
    { text: JSON.stringify({ name, version, type: 'module' }), to: '/app/dist/package.json' },
    ...[...bundle].map(([file, text]) => ({ text, to: `/app/dist/server/${file}` })),
  ]
}
