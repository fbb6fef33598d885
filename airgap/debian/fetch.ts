import { ARCHITECTURES } from '../release/release.ts'
import { ensurePackages } from './ensure-packages.ts'
import { ALL_PACKAGES } from './package-names.ts'

/** Brings every pinned Debian package into the cache, for all architectures. Ends with 1 and a sentence where one is not to be had. */
try {
  for (const architecture of ARCHITECTURES) await ensurePackages(architecture, ALL_PACKAGES)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
