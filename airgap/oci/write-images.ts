import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath, writeDocument } from './blobs.ts'
import type { Digest } from './digest.ts'
import {
  CONTAINERD_NAME,
  imageIndex,
  MEDIA,
  REF_NAME,
  type Descriptor,
  type ImageConfig,
  type ImageIndex,
  type ImageManifest,
} from './documents.ts'
import type { ImageSpec } from './image.ts'
import { cachedLayer } from './layer-cache.ts'
import { layerEntries } from './layer-entries.ts'
import { strayBlobs } from './read-layout.ts'
import type { WrittenLayer } from './write-layer.ts'

export interface WrittenImage {
  name: string
  /** Of the manifest, or of the index when the image has several platforms: what a deployment pins. */
  digest: Digest
  /** Bytes to pull: manifest, config and compressed layers of all platforms. */
  size: number
}

/**
 * Writes images into an OCI layout, making it if need be and replacing images of the same name. Specs that share a name are the platforms of one image.
 */
export async function writeImages(layout: string, specs: readonly ImageSpec[]): Promise<WrittenImage[]> {
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  if (!existsSync(join(layout, 'index.json'))) writeIndexFile(layout, [])
  const written: WrittenImage[] = []
  for (const [name, platforms] of Map.groupBy(specs, (spec) => spec.name)) {
    const manifests: (Descriptor & { total: number })[] = []
    for (const spec of platforms) manifests.push(await writePlatform(layout, spec))
    const { total: _, ...descriptor } = manifests.length === 1 ? manifests[0]! : writeIndex(layout, manifests)
    register(layout, { ...descriptor, annotations: { [REF_NAME]: name, [CONTAINERD_NAME]: name } })
    written.push({ name, digest: descriptor.digest, size: manifests.reduce((sum, { total }) => sum + total, 0) })
  }
  // What an image of the same name consisted of before.
  for (const digest of strayBlobs(layout)) rmSync(blobPath(layout, digest))
  return written
}

async function writePlatform(layout: string, spec: ImageSpec): Promise<Descriptor & { total: number }> {
  const layers: WrittenLayer[] = []
  for (const sources of spec.layers) layers.push(await cachedLayer(layout, layerEntries(sources)))
  const config = writeDocument(layout, MEDIA.config, configOf(spec, layers))
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config,
    layers: layers.map(({ digest, size }) => ({ mediaType: MEDIA.layer, digest, size })),
  }
  const descriptor = writeDocument(layout, MEDIA.manifest, manifest)
  const total = layers.reduce((sum, { size }) => sum + size, config.size + descriptor.size)
  return { ...descriptor, platform: spec.platform, total }
}

function configOf(spec: ImageSpec, layers: readonly WrittenLayer[]): ImageConfig {
  const created = spec.created.toISOString()
  const sorted = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return {
    created,
    architecture: spec.platform.architecture,
    os: spec.platform.os,
    config: {
      ...(spec.user === undefined ? {} : { User: spec.user }),
      ...(spec.ports === undefined
        ? {}
        : { ExposedPorts: Object.fromEntries(spec.ports.map((port) => [`${port}/tcp`, {}])) }),
      ...(spec.env === undefined
        ? {}
        : { Env: Object.entries(sorted(spec.env)).map(([key, value]) => `${key}=${value}`) }),
      ...(spec.entrypoint === undefined ? {} : { Entrypoint: [...spec.entrypoint] }),
      ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
      ...(spec.workingDir === undefined ? {} : { WorkingDir: spec.workingDir }),
      ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
      ...(spec.labels === undefined ? {} : { Labels: sorted(spec.labels) }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created, created_by: 'fairlead airgap' })),
  }
}

function writeIndex(
  layout: string,
  manifests: readonly (Descriptor & { total: number })[],
): Descriptor & { total: number } {
  const index: ImageIndex = {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: manifests.map(({ total: _, ...descriptor }) => descriptor),
  }
  return { ...writeDocument(layout, MEDIA.index, index), total: 0 }
}

function register(layout: string, descriptor: Descriptor): void {
  const before = imageIndex.parse(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'))).manifests
  const others = before.filter(({ annotations }) => annotations?.[REF_NAME] !== descriptor.annotations?.[REF_NAME])
  const manifests = [...others, descriptor].toSorted((a, b) =>
    (a.annotations?.[REF_NAME] ?? a.digest) < (b.annotations?.[REF_NAME] ?? b.digest) ? -1 : 1,
  )
  writeIndexFile(layout, manifests)
}

/** Replaced in one step, so that a reader never sees half of it. */
function writeIndexFile(layout: string, manifests: Descriptor[]): void {
  const path = join(layout, 'index.json')
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests } satisfies ImageIndex))
  renameSync(part, path)
}
