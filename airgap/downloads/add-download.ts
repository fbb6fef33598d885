import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { AirgapError } from '../cli/airgap-error.ts'
import type { PublicKeys } from '../signing/public-keys.ts'
import { signatureProblems } from '../signing/sign-file.ts'
import { describeDownload, INDEX, type DownloadItem } from './describe-download.ts'
import { filesOfBundle, releaseIn } from './files-of-bundle.ts'

const index = z.object({
  version: z.string(),
  items: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['cli', 'chart', 'bundle']),
      title: z.string(),
      bytes: z.int(),
      sha256: z.string(),
    }),
  ),
})

export interface Adding {
  /** A packed bundle, with its hash and signatures beside it. */
  archive: string
  /** What a control plane hands out besides its own. */
  folder: string
  /** Those that have to have signed it. */
  keys: PublicKeys
  /** Of the control plane. */
  version: string
  /** Looks at the file and leaves the folder as it is. */
  dryRun: boolean
}

/**
 * Lays a bundle, with its hash and signatures, into a folder that a control plane hands out, once every signature was found good on the copy; what lies there for another version goes. The index is exchanged last,
 * so that nobody is handed out half a file. Answers what was added. Throws with exit class `trust` for a bundle that is not signed as it should be, `usage` for one that does not fit, `preflight` where
 * the folder does not take it.
 */
export async function addDownload({ archive, folder, keys, version, dryRun }: Adding): Promise<DownloadItem[]> {
  if (!existsSync(archive)) throw unfit(new Error(`there is no ${archive}`))
  if (dryRun) {
    requireSigned(archive, keys)
    filesFor(archive, version)
    return []
  }
  const work = inFolder(folder, () => mkdtempSync(join(folder, '.adding-')))
  try {
    inFolder(folder, () => {
      const top = basename(archive)
      for (const name of readdirSync(dirname(archive)).filter((each) => each === top || each.startsWith(`${top}.`))) {
        copyFileSync(join(dirname(archive), name), join(work, name))
        chmodSync(join(work, name), 0o644)
      }
    })
    const copy = join(work, basename(archive))
    requireSigned(copy, keys)
    const added: DownloadItem[] = []
    for (const [file, title] of filesFor(copy, version))
      added.push(await describeDownload(work, basename(file), 'bundle', title))
    const before = readIndex(folder)
    const names = new Set(added.map(({ name }) => name))
    const others = before?.version === version ? before.items.filter(({ name }) => !names.has(name)) : []
    writeFileSync(join(work, INDEX), `${JSON.stringify({ version, items: [...others, ...added] }, null, 2)}\n`)
    for (const name of [...names, INDEX]) renameSync(join(work, name), join(folder, name))
    const kept = new Set([...names, ...others.map(({ name }) => name)])
    for (const { name } of before?.items ?? [])
      if (!kept.has(name)) rmSync(join(folder, basename(name)), { force: true })
    return added
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Looks into a file whose signatures are good. */
function filesFor(archive: string, version: string): [file: string, title: string][] {
  try {
    if (releaseIn(archive).base !== undefined)
      throw new Error(`${basename(archive)} is a delta, which nobody can install from alone`)
    return filesOfBundle(archive, version)
  } catch (error) {
    throw unfit(error as Error)
  }
}

function unfit(error: Error): AirgapError {
  return new AirgapError('usage', error.message, {
    hint: 'take the bundle for clusters of this very release, under the name that it came with',
    cause: error,
  })
}

function requireSigned(archive: string, keys: PublicKeys): void {
  const details = signatureProblems(archive, keys)
  if (details.length > 0)
    throw new AirgapError('trust', `${basename(archive)} is not signed by the keys of this release: it was not added`, {
      details,
      hint: 'its signatures have to lie beside it: copy the file and all that begins with its name again from the medium',
    })
}

function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new AirgapError('preflight', `${folder} does not take the file: ${(error as Error).message}`, {
      hint: 'make the folder, give yourself the right to write there, and room for the bundle',
      cause: error,
    })
  }
}

/** Undefined where there is none that can be read: it is written anew. */
function readIndex(folder: string): z.infer<typeof index> | undefined {
  try {
    return index.parse(JSON.parse(readFileSync(join(folder, INDEX), 'utf8')))
  } catch {
    return undefined
  }
}
