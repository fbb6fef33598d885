import { copyFileSync, constants, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blobPath } from '../oci/blobs.ts'
import { readLayout, type LayoutImage } from '../oci/read-layout.ts'
import { readChecksums } from './checksums.ts'
import type { Release } from './release.ts'
import { isOmittable } from './is-omittable.ts'

/** Layers of the agent's image that start every program of a bundle: libraries, and Node. */
const START_LAYERS = 2

/**
 * Keeps of a bundle what a delta to it leaves out and no registry has: programs, charts, papers, and the two layers that start the installer. It replaces what was kept of another release. The files
 * are links to those of the bundle where the file system lets them be.
 */
export function keepForDeltas({ folder, release }: { folder: string; release: Release }, to: string): void {
  const layout = join(folder, 'images')
  const images = readLayout(layout)
  const layersOf = (image: LayoutImage | undefined) => image?.manifests.flatMap(({ manifest }) => manifest.layers) ?? []
  const layers = new Set(images.flatMap(layersOf).map(({ digest }) => digest))
  const agent = release.images.find(({ role }) => role === 'agent')
  const starting = layersOf(images.find(({ descriptor }) => descriptor.digest === agent?.digest)).slice(0, START_LAYERS)
  for (const { digest } of starting) layers.delete(digest)
  const elsewhere = new Set([...layers].map((digest) => blobPath('images', digest)))
  const omitted = release.base?.omitted.map(({ path }) => path) ?? []
  const part = `${to}.part`
  rmSync(part, { recursive: true, force: true })
  for (const path of [...readChecksums(folder).keys(), ...omitted]) {
    const file = join(folder, path)
    if (elsewhere.has(path) || !existsSync(file) || !isOmittable(path, statSync(file).size)) continue
    mkdirSync(dirname(join(part, path)), { recursive: true, mode: 0o700 })
    link(file, join(part, path))
  }
  if (!existsSync(part)) return
  rmSync(to, { recursive: true, force: true })
  renameSync(part, to)
}

function link(file: string, to: string): void {
  try {
    linkSync(file, to)
  } catch {
    copyFileSync(file, to, constants.COPYFILE_FICLONE)
  }
}
