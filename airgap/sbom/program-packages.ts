import { join } from 'node:path'
import { ROOT } from '../../tools/processes/child.ts'
import { bundleWithInputs } from '../images/bundle-program.ts'
import type { Component } from './component.ts'
import { npmComponent, npmSourceOf } from './npm-component.ts'

/** Under this name stand the packages of the command line, which a control plane hands out as an archive. */
export const CLI = 'packages/cli'

const PROGRAMS = {
  agent: { home: 'packages/agent', entries: ['src/main.ts'], external: [] },
  'control-plane': {
    home: 'packages/control-plane',
    entries: ['src/main.ts', 'src/admin.ts'],
    external: ['@node-rs/argon2'],
  },
} as const

/** The npm packages inside of each file of a program, by the file's place in its image. */
export async function programPackages(role: keyof typeof PROGRAMS): Promise<Map<string, Component[]>> {
  const { home, entries, external } = PROGRAMS[role]
  const found = new Map<string, Component[]>()
  for (const entry of entries) {
    const { inputs } = await bundleWithInputs(join(ROOT, home, entry), external)
    for (const [file, paths] of inputs) found.set(`/app/dist/server/${file}`, packagesOf(paths))
  }
  if (role === 'control-plane') {
    const { inputs } = await bundleWithInputs(join(ROOT, CLI, 'src/main.ts'))
    found.set(CLI, packagesOf([...inputs.values()].flat()))
  }
  return found
}

/** The packages that some files belong to, each once. */
export function packagesOf(paths: readonly string[]): Component[] {
  const sources = paths.map((path) => npmSourceOf(path)).filter((source) => source !== undefined)
  const components = new Map(sources.map((source) => [`${source.name}@${source.version}`, source]))
  return [...components.values()].map(npmComponent)
}
