import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'

/** Where each installed package lies, by name and version. */
export function npmFolders(): Map<string, string> {
  const store = join(ROOT, 'node_modules/.pnpm')
  const folders = globSync(['*/node_modules/*/package.json', '*/node_modules/@*/*/package.json'], { cwd: store })
  return new Map(
    folders.map((path) => {
      const { name, version } = JSON.parse(readFileSync(join(store, path), 'utf8')) as { name: string; version: string }
      return [`${name}@${version}`, join(store, path, '..')]
    }),
  )
}
