import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Architecture } from '../release/release.ts'

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
  packages: z.strictObject({ amd64: z.array(debianPackage), arm64: z.array(debianPackage) }),
})

/** The Debian packages that images are made of, exactly. */
export function lockedPackages(architecture: Architecture, names: readonly string[]): DebianPackage[] {
  const { packages } = debianLock.parse(JSON.parse(readFileSync(LOCK_FILE, 'utf8')))
  return names.map((name) => {
    const found = packages[architecture].find((each) => each.name === name)
    if (!found) throw new Error(`airgap/debian/lock.json has no ${name} for ${architecture}: run \`pnpm airgap:lock\``)
    return found
  })
}
