import { constants, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256Of } from './checksums.ts'
import type { Release } from './release.ts'

/**
 * Fetches what a delta leaves out from the unpacked bundle that it builds on, each file checked against the hash that the delta's own signed release names. Afterwards the delta is a
 * whole bundle. Answers one sentence for each file that cannot be had; what is there already is checked and stays.
 */
export async function completeDelta(bundle: string, release: Release, base: string): Promise<string[]> {
  const problems: string[] = []
  for (const { path, digest } of release.base?.omitted ?? []) {
    const target = join(bundle, path)
    if (existsSync(target)) {
      if (`sha256:${await sha256Of(target)}` !== digest) problems.push(`${path} is not the file that was signed`)
      continue
    }
    const source = join(base, path)
    if (!existsSync(source)) problems.push(`${path} is missing, and ${source} is not there`)
    else if (`sha256:${await sha256Of(source)}` !== digest)
      problems.push(`${source} is not the file that the delta builds on`)
    else copy(source, target)
  }
  return problems
}

function copy(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(source, `${target}.part`, constants.COPYFILE_FICLONE)
  renameSync(`${target}.part`, target)
}
