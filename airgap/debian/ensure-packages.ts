import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from '../release/release.ts'
import { DEBIAN_CACHE } from './apt.ts'
import { download } from './download.ts'
import { lockedPackages, lockInForce, readLock, type DebianPackage } from './lock.ts'

export interface UnpackedPackage extends DebianPackage {
  /** Its files as they would lie in `/`. */
  folder: string
}

/** Packages by name, as pinned, unpacked. What is not in the cache is downloaded: by apt, and what has left
 * the mirror from Debian's snapshots. Throws for one that is nowhere to be had, and for one with another hash. */
export async function ensurePackages(architecture: Architecture, names: readonly string[]): Promise<UnpackedPackage[]> {
  const wanted = lockedPackages(architecture, names).map((each) => ({
    ...each,
    folder: join(DEBIAN_CACHE, each.sha256),
  }))
  const missing = wanted.filter(({ folder }) => !existsSync(folder))
  if (missing.length > 0) await fetchMissing(architecture, missing)
  return wanted
}

async function fetchMissing(architecture: Architecture, packages: readonly UnpackedPackage[]): Promise<void> {
  mkdirSync(DEBIAN_CACHE, { recursive: true })
  const folder = mkdtempSync(join(DEBIAN_CACHE, 'download-'))
  try {
    const found = await download(architecture, packages, folder, readLock().at)
    for (const each of packages) unpack(found.get(each.sha256), each)
  } catch (error) {
    throw new Error(
      `Debian packages for ${architecture} are not to be had as ${lockInForce()} pins them: run \`pnpm airgap:lock\` for a release, or build with --debian newest for a try`,
      { cause: error },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function unpack(file: string | undefined, { name, version, folder }: UnpackedPackage): void {
  if (file === undefined) throw new Error(`${name} ${version} has another hash than the one pinned`)
  const part = `${folder}.${process.pid}.part`
  const { status, stderr } = spawnSync('dpkg-deb', ['-x', file, part], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`dpkg-deb cannot unpack ${name}: ${stderr}`)
  if (existsSync(folder)) rmSync(part, { recursive: true })
  else renameSync(part, folder)
}
