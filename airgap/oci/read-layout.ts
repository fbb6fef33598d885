import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath } from './blobs.ts'
import type { Digest } from './digest.ts'
import { imageIndex, imageManifest, MEDIA, REF_NAME, type Descriptor, type ImageManifest } from './documents.ts'

export interface LayoutImage {
  name: string | undefined
  descriptor: Descriptor
  /** One for each platform. */
  manifests: { descriptor: Descriptor; manifest: ImageManifest }[]
}

/** The images of an OCI layout. Throws when a document is missing or is not what the specification says. */
export function readLayout(layout: string): LayoutImage[] {
  const { manifests } = imageIndex.parse(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')))
  return manifests.map((descriptor) => ({
    name: descriptor.annotations?.[REF_NAME],
    descriptor,
    manifests: platformsOf(layout, descriptor).map((platform) => ({
      descriptor: platform,
      manifest: imageManifest.parse(readDocument(layout, platform)),
    })),
  }))
}

/** Everything that an image consists of, the document that names it first. */
export function partsOf({ descriptor, manifests }: LayoutImage): Descriptor[] {
  const parts = manifests.flatMap((each) => [each.descriptor, each.manifest.config, ...each.manifest.layers])
  return [...new Map([descriptor, ...parts].map((part) => [part.digest, part])).values()]
}

/** Every layer of its images, whether it lies in it or not; undefined for a layout of which a document is missing. */
export function layersIn(layout: string): Set<Digest> | undefined {
  try {
    const images = readLayout(layout)
    return new Set(
      images.flatMap(({ manifests }) =>
        manifests.flatMap(({ manifest }) => manifest.layers.map(({ digest }) => digest)),
      ),
    )
  } catch {
    return undefined
  }
}

/** What lies in the layout and belongs to none of its images. */
export function strayBlobs(layout: string): Digest[] {
  const known = new Set(readLayout(layout).flatMap((image) => partsOf(image).map((part) => part.digest)))
  const found = readdirSync(join(layout, 'blobs/sha256')).map((name): Digest => `sha256:${name}`)
  return found.filter((digest) => !known.has(digest))
}

export function readDocument(layout: string, descriptor: Descriptor): unknown {
  return JSON.parse(readFileSync(blobPath(layout, descriptor.digest), 'utf8'))
}

function platformsOf(layout: string, descriptor: Descriptor): Descriptor[] {
  if (descriptor.mediaType !== MEDIA.index) return [descriptor]
  return imageIndex.parse(readDocument(layout, descriptor)).manifests
}
