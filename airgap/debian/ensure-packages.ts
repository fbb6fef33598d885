import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Of } from '../release/checksums.ts'
import type { Architecture } from '../release/release.ts'
import { apt, DEBIAN_CACHE } from './apt.ts'
import { lockedPackages, type DebianPackage } from './lock.ts'

export interface UnpackedPackage extends DebianPackage {
  /** Its files as they would lie in `/`. */
  folder: string
}

/** Packages by name, as pinned, unpacked. What is not in the cache is downloaded by apt. Throws for one that Debian has no more, and for one with another hash. */
export async function ensurePackages(architecture: Architecture, names: readonly string[]): Promise<UnpackedPackage[]> {
  const wanted = lockedPackages(architecture, names).map((each) => ({
    ...each,
    folder: join(DEBIAN_CACHE, each.sha256),
  }))
  const missing = wanted.filter(({ folder }) => !existsSync(folder))
  if (missing.length > 0) await download(architecture, missing)
  return wanted
}

async function download(architecture: Architecture, packages: readonly UnpackedPackage[]): Promise<void> {
  mkdirSync(DEBIAN_CACHE, { recursive: true })
  const folder = mkdtempSync(join(DEBIAN_CACHE, 'download-'))
  const args = ['download', ...packages.map(({ name, version }) => `${name}=${version}`)]
  try {
    try {
      apt(architecture, args, folder)
    } catch {
      apt(architecture, ['update'])
      apt(architecture, args, folder)
    }
    const found = new Map<string, string>()
    for (const file of readdirSync(folder)) found.set(await sha256Of(join(folder, file)), join(folder, file))
    for (const each of packages) unpack(found.get(each.sha256), each)
  } catch (error) {
    throw new Error(
      `Debian packages for ${architecture} are not to be had as airgap/debian/lock.json pins them; where a newer version has taken their place, run \`pnpm airgap:lock\``,
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
