import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RELEASE_FILE } from './read-release.ts'
import { release, type Release } from './release.ts'

/** Writes what a bundle is; the same release gives the same bytes. Throws for one that could not be read again. */
export function writeRelease(bundle: string, value: Release): void {
  writeFileSync(join(bundle, RELEASE_FILE), `${JSON.stringify(release.parse(value), undefined, 2)}\n`)
}
