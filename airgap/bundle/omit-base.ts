import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { layersIn } from '../oci/read-layout.ts'
import { readChecksums, sha256Of } from '../release/checksums.ts'
import { isOmittable } from '../release/is-omittable.ts'
import { RELEASE_FILE, readRelease } from '../release/read-release.ts'
import type { Omitted, Release } from '../release/release.ts'

/**
 * Removes from a bundle what the base bundle has too, and answers what that was. The launchers find in the base what starts the installer. Throws for a base of another kind, and for one that is not
 * older.
 */
export async function omitBase(
  bundle: string,
  release: Pick<Release, 'architecture' | 'purpose' | 'counter'>,
  base: string,
): Promise<NonNullable<Release['base']>> {
  const old = readRelease(base)
  if (old.architecture !== release.architecture || old.purpose !== release.purpose)
    throw new Error(`the base is a bundle for ${old.architecture} and a ${old.purpose}: a delta builds on its own kind`)
  if (old.base !== undefined) throw new Error('the base is a delta itself: name a whole bundle')
  if (old.counter >= release.counter)
    throw new Error(`the base is release ${old.counter} and this is ${release.counter}: a delta leads to a newer one`)
  const omitted: Omitted[] = []
  const layers = layersIn(join(bundle, 'images'))
  for (const [path, hash] of readChecksums(base)) {
    const file = join(bundle, path)
    // Whoever finds layers in a registry needs what names them.
    if (path.startsWith('images/') && layers?.has(`sha256:${hash}`) !== true) continue
    if (!existsSync(file) || !isOmittable(path, statSync(file).size)) continue
    if ((await sha256Of(file)) !== hash) continue
    omitted.push({ path, digest: `sha256:${hash}`, size: statSync(file).size })
  }
  for (const { path } of omitted) rmSync(join(bundle, path))
  const digest = `sha256:${await sha256Of(join(base, RELEASE_FILE))}` as const
  return { version: old.version, counter: old.counter, digest, omitted }
}
