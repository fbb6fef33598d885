import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sha256Of } from '../release/checksums.ts'
import type { Architecture } from '../release/release.ts'
import { apt, refresh } from './apt.ts'
import type { DebianPackage } from './lock.ts'

/** Where Debian keeps every package that it has ever had. */
const SNAPSHOT = 'https://snapshot.debian.org/archive'
const TIMEOUT_MS = 60_000

/** Brings packages into `folder`, from Debian's mirror and, where they have left it, from its snapshot of the moment `at`. Answers the files by their hash. */
export async function download(
  architecture: Architecture,
  packages: readonly DebianPackage[],
  folder: string,
  at: string,
): Promise<Map<string, string>> {
  const fromMirror = (wanted: readonly DebianPackage[]) =>
    apt(architecture, ['download', ...wanted.map(({ name, version }) => `${name}=${version}`)], folder)
  try {
    fromMirror(packages)
  } catch {
    refresh(architecture)
    const gone = packages.filter((each) => !succeeds(() => fromMirror([each])))
    for (const each of gone) await fromSnapshot(each, folder, at)
  }
  const found = new Map<string, string>()
  for (const file of readdirSync(folder)) found.set(await sha256Of(join(folder, file)), join(folder, file))
  return found
}

async function fromSnapshot({ url, name, version }: DebianPackage, folder: string, at: string): Promise<void> {
  const base = process.env['FAIRLEAD_DEBIAN_SNAPSHOT'] ?? SNAPSHOT
  const [, archive, path] = /^https?:\/\/[^/]+\/(debian|debian-security)\/(.+)$/.exec(url) ?? []
  const from = `${base}/${archive}/${at}/${path}`
  const answer = await fetch(from, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    throw new Error(`${name} ${version} has left Debian's mirror, and ${from} cannot be reached`, { cause: error })
  })
  if (!answer.ok)
    throw new Error(`${name} ${version} has left Debian's mirror, and ${from} answers with ${answer.status}`)
  writeFileSync(join(folder, basename(url)), Buffer.from(await answer.arrayBuffer()))
}

function succeeds(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
