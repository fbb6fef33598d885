import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PublicKeys } from '../signing/public-keys.ts'
import { signatureProblems, SIGNATURE_SUFFIXES } from '../signing/sign-file.ts'
import { readRelease } from './read-release.ts'
import { CHECKSUMS_FILE, filesOf, readChecksums, sha256Of } from './checksums.ts'

export interface VerifiedBundle {
  files: number
  bytes: number
  /** One sentence each; empty for a bundle of which every byte is what the keys' owner signed. */
  problems: string[]
}

/**
 * Checks an unpacked bundle against keys: the signatures over the list of hashes, each file on the list, and that no other file lies in one of its folders.
 * Beside them, at the top, a site may keep files of its own. Stops after the signatures when these are bad, because the list then says nothing.
 */
export async function verifyBundle(
  bundle: string,
  keys: PublicKeys,
  progress: { start(total: number): void; advance(bytes: number): void } = { start: () => {}, advance: () => {} },
): Promise<VerifiedBundle> {
  const none = { files: 0, bytes: 0 }
  const list = join(bundle, CHECKSUMS_FILE)
  if (!existsSync(list))
    return { ...none, problems: [`${list} is missing, so nothing says what belongs to the bundle`] }
  const problems = signatureProblems(list, keys)
  if (problems.length > 0) return { ...none, problems }
  const wanted = readChecksums(bundle)
  const sizes = new Map([...wanted.keys()].map((path) => [path, sizeOf(join(bundle, path))]))
  const bytes = [...sizes.values()].reduce<number>((sum, size) => sum + (size ?? 0), 0)
  progress.start(bytes)
  for (const [path, hash] of wanted)
    if (sizes.get(path) === undefined) problems.push(`${path} is missing`)
    else if ((await sha256Of(join(bundle, path), (bytes) => progress.advance(bytes))) !== hash)
      problems.push(`${path} is not the file that was signed`)
  // Read after its own hash was found good.
  const omitted = problems.length === 0 ? (readRelease(bundle).base?.omitted ?? []) : []
  problems.push(...strangers(bundle, new Set([...wanted.keys(), ...omitted.map(({ path }) => path)])))
  return { files: wanted.size, bytes, problems }
}

function sizeOf(path: string): number | undefined {
  return existsSync(path) ? statSync(path).size : undefined
}

function strangers(bundle: string, wanted: ReadonlySet<string>): string[] {
  const folders = new Set([...wanted].filter((path) => path.includes('/')).map((path) => path.split('/')[0]!))
  const found = [...folders].filter((name) => existsSync(join(bundle, name))).flatMap((name) => filesOf(bundle, name))
  const known = new Set<string>(SIGNATURE_SUFFIXES.map((suffix) => `${CHECKSUMS_FILE}${suffix}`))
  const signatures = readdirSync(bundle).filter((name) => name.startsWith(`${CHECKSUMS_FILE}.`) && !known.has(name))
  return [...found.filter((path) => !wanted.has(path)), ...signatures].map(
    (path) => `${path} does not belong to the bundle`,
  )
}
