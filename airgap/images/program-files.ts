import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import type { LayerSource } from '../oci/layer-entries.ts'
import { programOf, PROGRAMS, type ProgramName } from './programs.ts'

/**
 * The files of a bundled program where its sources expect each other, the program one folder below its package.json: those with code of npm packages alone, ours, and what
 * says which version it is. In layers of their own a release that changes our code carries nothing else.
 */
export async function programFiles(
  name: ProgramName,
  release?: string,
): Promise<{ npm: LayerSource[]; own: LayerSource[]; about: LayerSource[] }> {
  const { name: packageName, version } = JSON.parse(
    readFileSync(join(ROOT, PROGRAMS[name].home, 'package.json'), 'utf8'),
  ) as { name: string; version: string }
  const { npm, own } = await programOf(name)
  const files = (texts: ReadonlyMap<string, string>) =>
    [...texts].map(([file, text]) => ({ text, to: `/app/dist/server/${file}` }))
  const manifest = JSON.stringify({ name: packageName, version: release ?? version, type: 'module' })
  return { npm: files(npm), own: files(own), about: [{ text: manifest, to: '/app/dist/package.json' }] }
}
