import { programOf, type ProgramName } from '../images/programs.ts'
import type { Component } from './component.ts'
import { npmComponent, npmSourceOf } from './npm-component.ts'

export interface ProgramPart {
  /** Of npm packages alone: no code of ours is in it. */
  isNpm: boolean
  packages: Component[]
}

/** The npm packages inside of each file of a program, by the file's name. */
export async function programPackages(name: ProgramName): Promise<Map<string, ProgramPart>> {
  const { npm, inputs } = await programOf(name)
  return new Map(
    [...inputs].map(([file, paths]) => {
      const packages = packagesOf(paths)
      // Helpers of the bundler alone, where no package is in it.
      return [file, { isNpm: npm.has(file) && packages.length > 0, packages }]
    }),
  )
}

/** The packages that some files belong to, each once. */
export function packagesOf(paths: readonly string[]): Component[] {
  const sources = paths.map((path) => npmSourceOf(path)).filter((source) => source !== undefined)
  const components = new Map(sources.map((source) => [`${source.name}@${source.version}`, source]))
  return [...components.values()].map(npmComponent)
}
