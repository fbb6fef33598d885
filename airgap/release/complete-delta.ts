import { constants, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { layersIn } from '../oci/read-layout.ts'
import { sha256Of } from './checksums.ts'
import type { Omitted, Release } from './release.ts'

const BLOBS = 'images/blobs/sha256/'

export interface CompletedDelta {
  /** One sentence each, for what cannot be had and what is not what was signed. */
  problems: string[]
  /** Layers of images that are in none of the folders: a registry may have them. */
  absent: Omitted[]
}

/**
 * Fetches what a delta leaves out from folders such as the unpacked bundle that it builds on, each file checked against the hash that the delta's own signed release names. What is there already is
 * checked and stays. Afterwards the delta is a whole bundle but for the layers that are nowhere here.
 */
export async function completeDelta(
  bundle: string,
  release: Release,
  folders: readonly string[],
): Promise<CompletedDelta> {
  const problems: string[] = []
  const missing: Omitted[] = []
  for (const omitted of release.base?.omitted ?? []) {
    const { path, digest } = omitted
    const target = join(bundle, path)
    if (existsSync(target)) {
      if (`sha256:${await sha256Of(target)}` !== digest) problems.push(`${path} is not the file that was signed`)
      continue
    }
    const source = folders.map((folder) => join(folder, path)).find((file) => existsSync(file))
    if (source === undefined) missing.push(omitted)
    else if (`sha256:${await sha256Of(source)}` !== digest)
      problems.push(`${source} is not the file that the delta builds on`)
    else copy(source, target)
  }
  // What names the layers has to be here: without it nobody knows what they are for.
  const layers = missing.some(({ path }) => path.startsWith(BLOBS)) ? layersIn(join(bundle, 'images')) : undefined
  const absent = missing.filter(({ digest }) => layers?.has(digest) === true)
  const rest = missing.filter((each) => !absent.includes(each))
  return {
    problems: [...problems, ...rest.map(({ path }) => `${path} is missing, in ${folders.join(' too, in ')}`)],
    absent,
  }
}

function copy(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(source, `${target}.part`, constants.COPYFILE_FICLONE)
  renameSync(`${target}.part`, target)
}
