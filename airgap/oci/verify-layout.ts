import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { blobPath } from './blobs.ts'
import { Meter, type Digest } from './digest.ts'
import { imageConfig, MEDIA, type Descriptor, type ImageManifest } from './documents.ts'
import { partsOf, readDocument, readLayout, strayBlobs } from './read-layout.ts'

export interface LayoutReport {
  images: { name: string | undefined; digest: Digest; size: number }[]
  /** One sentence each; empty for a layout in which every byte is accounted for. */
  problems: string[]
}

/**
 * Reads every byte of an OCI layout: each digest and size, each layer against the list in its image's config, and that nothing lies in it that no image
 * refers to. Answers what is wrong rather than throwing, so that one look shows everything. Layers that are `absent` are not asked for.
 */
export async function verifyLayout(layout: string, absent: ReadonlySet<Digest> = new Set()): Promise<LayoutReport> {
  const problems = checkVersion(layout)
  const images: LayoutReport['images'] = []
  const checked = new Map<Digest, Digest | undefined>()
  try {
    for (const image of readLayout(layout)) {
      const parts = partsOf(image)
      for (const part of parts)
        if (!checked.has(part.digest) && !absent.has(part.digest))
          checked.set(part.digest, await checkBlob(layout, part, problems))
      for (const { manifest } of image.manifests) checkConfig(layout, manifest, checked, problems)
      images.push({
        name: image.name,
        digest: image.descriptor.digest,
        size: parts.reduce((sum, { size }) => sum + size, 0),
      })
    }
    problems.push(...strayBlobs(layout).map((digest) => `no image refers to ${digest}`))
  } catch (error) {
    problems.push(`the layout cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return { images, problems }
}

function checkVersion(layout: string): string[] {
  const path = join(layout, 'oci-layout')
  if (!existsSync(path)) return ['there is no file oci-layout']
  return readFileSync(path, 'utf8').includes('"imageLayoutVersion":"1.0.0"') ? [] : ['oci-layout names another version']
}

/** Answers the digest of the archive inside a layer. */
async function checkBlob(
  layout: string,
  { digest, size, mediaType }: Descriptor,
  problems: string[],
): Promise<Digest | undefined> {
  const path = blobPath(layout, digest)
  if (!existsSync(path)) {
    problems.push(`${digest} is missing`)
    return undefined
  }
  const { size: found } = statSync(path)
  if (found !== size) problems.push(`${digest} has ${found} bytes and should have ${size}`)
  const blob = new Meter()
  await pipeline(createReadStream(path), blob, sink())
  const isWhole = blob.digest() === digest
  if (!isWhole) problems.push(`${digest} holds something else`)
  if (mediaType !== MEDIA.layer || !isWhole) return undefined
  const archive = new Meter()
  await pipeline(createReadStream(path), createGunzip(), archive, sink())
  return archive.digest()
}

function checkConfig(
  layout: string,
  manifest: ImageManifest,
  checked: Map<Digest, Digest | undefined>,
  problems: string[],
): void {
  const { diff_ids } = imageConfig.parse(readDocument(layout, manifest.config)).rootfs
  if (diff_ids.length !== manifest.layers.length)
    problems.push(
      `the config ${manifest.config.digest} lists ${diff_ids.length} layers, its manifest ${manifest.layers.length}`,
    )
  for (const [index, { digest }] of manifest.layers.entries()) {
    const archive = checked.get(digest)
    if (archive !== undefined && archive !== diff_ids[index])
      problems.push(`the layer ${digest} is not the one that its config lists`)
  }
}

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
