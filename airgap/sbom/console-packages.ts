import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import type { Component } from './component.ts'
import { npmComponent } from './npm-component.ts'

let known: Component[] | undefined

/** Every package that the console may have been built from: its dependencies and theirs. More than what is in it after the build has left out what is not used. */
export function consolePackages(): Component[] {
  return (known ??= [...consoleFolders().values()].map(({ manifest }) => npmComponent(manifest)))
}

/** The same packages with their folders, by name and version. */
export function consoleFolders(): Map<string, { folder: string; manifest: Manifest }> {
  const found = new Map<string, { folder: string; manifest: Manifest }>()
  const waiting = dependenciesOf(join(ROOT, 'packages/web'))
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const manifest = readManifest(folder)
    const key = `${manifest.name}@${manifest.version}`
    if (manifest.name.startsWith('@fairlead/') || found.has(key)) continue
    found.set(key, { folder, manifest })
    waiting.push(...dependenciesOf(folder))
  }
  return found
}

interface Manifest {
  name: string
  version: string
  license: string | undefined
  dependencies?: Record<string, string>
}

/** pnpm puts what a package may import beside it, or below it where it is one of the workspace. */
function dependenciesOf(folder: string): string[] {
  const { name, dependencies = {} } = readManifest(folder)
  const beside = join(folder, ...name.split('/').map(() => '..'))
  return Object.keys(dependencies).map((dependency) => {
    const place = [join(folder, 'node_modules', dependency), join(beside, dependency)].find((path) => existsSync(path))
    if (place === undefined)
      throw new Error(`${name} needs ${dependency}, which is not installed in ${dirname(folder)}`)
    return realpathSync(place)
  })
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}
