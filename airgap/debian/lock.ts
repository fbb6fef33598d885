import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Architecture } from '../release/release.ts'

/** What a release is made of: the same commit gives the same bytes as long as these packages are to be had. */
export const LOCK_FILE = join(import.meta.dirname, 'lock.json')

const debianPackage = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Where the mirror keeps it. */
  url: z.url(),
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type DebianPackage = z.infer<typeof debianPackage>

export const debianLock = z.strictObject({
  release: z.literal('bookworm'),
  /** When these were the newest, as snapshot.debian.org writes a moment. */
  at: z.string().regex(/^\d{8}T\d{6}Z$/),
  packages: z.strictObject({ amd64: z.array(debianPackage), arm64: z.array(debianPackage) }),
})
export type DebianLock = z.infer<typeof debianLock>

/** The lock file in force: ours, or another that `FAIRLEAD_DEBIAN_LOCK` names, as where the pinned packages are no more to be had. */
export function lockInForce(): string {
  return process.env['FAIRLEAD_DEBIAN_LOCK'] ?? LOCK_FILE
}

export function readLock(): DebianLock {
  return debianLock.parse(JSON.parse(readFileSync(lockInForce(), 'utf8')))
}

/** The Debian packages that images are made of, exactly. */
export function lockedPackages(architecture: Architecture, names: readonly string[]): DebianPackage[] {
  const { packages } = readLock()
  return names.map((name) => {
    const found = packages[architecture].find((each) => each.name === name)
    if (!found) throw new Error(`${lockInForce()} has no ${name} for ${architecture}: run \`pnpm airgap:lock\``)
    return found
  })
}
