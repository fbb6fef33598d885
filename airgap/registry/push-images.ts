import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { blobPath } from '../oci/blobs.ts'
import type { Digest } from '../oci/digest.ts'
import { MEDIA, type Descriptor } from '../oci/documents.ts'
import { partsOf, readLayout, type LayoutImage } from '../oci/read-layout.ts'
import { findBlob } from './find-blob.ts'
import { mountBlob } from './mount-blob.ts'
import { CHUNK_BYTES_START, pushBlob, type UploadWays } from './push-blob.ts'
import { pushManifest } from './push-manifest.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'

/** An image of a layout and where it goes. */
export interface ImageToPush {
  digest: Digest
  /** With its project, such as `fairlead/fairlead-agent`. */
  repository: string
  tag: string
}

export interface PushProgress {
  image: ImageToPush
  /** `tag` is the last; no tag moves before everything of every image is there. */
  step: 'blob' | 'manifest' | 'tag'
  digest: Digest
  /** Bytes of the blob that left until now. */
  sent: number
  size: number
  state: 'sending' | 'there' | 'done'
}

export interface PushReport {
  /** Bytes of layers and configs that left this machine. */
  sentBytes: number
  /** Bytes that were in the registry already. */
  spareBytes: number
  chunkBytes: number
  images: (ImageToPush & { wasThere: boolean })[]
}

export interface PushOptions {
  client: RegistryClient
  layout: string
  images: readonly ImageToPush[]
  ways?: UploadWays
  /** Images of the layout that an earlier run may have brought: the registry takes layers from there. */
  alsoThere?: readonly ImageToPush[]
  /** Layers that the layout leaves out, because the registry has them in a repository of these images or of `alsoThere`. */
  absent?: ReadonlySet<Digest>
  onProgress?: (progress: PushProgress) => void
}

/**
 * Brings images from an OCI layout into a registry, by digest and by tag. Every blob is read and compared with its digest before the first byte leaves, and
 * looked for in the registry afterwards. What is there is not sent, so that a second run sends nothing, and a run after a broken one sends the rest.
 * Tags move last. Throws {@link RegistryError}.
 */
export async function pushImages(options: PushOptions): Promise<PushReport> {
  const { client, layout, images, onProgress } = options
  const ways = options.ways ?? { chunkBytes: CHUNK_BYTES_START, isChunked: true }
  const found = images.map((image) => ({ image, content: findImage(layout, image) }))
  const checked = new Set<Digest>()
  for (const { content } of found)
    for (const part of partsOf(content))
      if (!checked.has(part.digest) && options.absent?.has(part.digest) !== true) {
        await requireWhole(layout, part)
        checked.add(part.digest)
      }
  const report: PushReport = { sentBytes: 0, spareBytes: 0, chunkBytes: 0, images: [] }
  const homes = new Map(
    (options.alsoThere ?? []).flatMap((image) =>
      partsOf(findImage(layout, image)).map(({ digest }) => [digest, image.repository] as const),
    ),
  )
  for (const { image, content } of found) {
    for (const part of partsOf(content).filter(({ mediaType }) => !isDocument(mediaType))) {
      if (options.absent?.has(part.digest) === true) {
        await requireThere(options, image, part)
        report.spareBytes += part.size
        homes.set(part.digest, image.repository)
        onProgress?.({ image, step: 'blob', digest: part.digest, sent: 0, size: part.size, state: 'there' })
        continue
      }
      let sent = 0
      const tell = (state: PushProgress['state']) =>
        onProgress?.({ image, step: 'blob', digest: part.digest, sent, size: part.size, state })
      const { wasThere } = await pushBlob({
        client,
        repository: image.repository,
        blob: { digest: part.digest, size: part.size, file: blobPath(layout, part.digest) },
        ways,
        mountFrom: homes.get(part.digest) === image.repository ? undefined : homes.get(part.digest),
        onSent: (bytes) => {
          sent += bytes
          report.sentBytes += bytes
          tell('sending')
        },
      })
      if (wasThere) report.spareBytes += part.size
      homes.set(part.digest, image.repository)
      tell(wasThere ? 'there' : 'done')
    }
  }
  for (const { image, content } of found)
    for (const part of documentsOf(content)) await tellManifest(options, image, part, part.digest, 'manifest')
  for (const { image, content } of found) {
    const wasThere = await tellManifest(options, image, content.descriptor, image.tag, 'tag')
    report.images.push({ ...image, wasThere })
  }
  return { ...report, chunkBytes: ways.chunkBytes }
}

/** A layer that is nowhere here: the repository has it, or takes it from another one. */
async function requireThere(
  { client, images, alsoThere = [] }: PushOptions,
  { repository }: ImageToPush,
  { digest, size }: Descriptor,
): Promise<void> {
  const others = [...images, ...alsoThere].map((image) => image.repository)
  const places = [...new Set([repository, ...others])]
  const found = await findBlob(client, places, { digest, size }, 'push')
  if (found === undefined)
    throw new RegistryError(
      'missing',
      `${client.host} does not have ${digest}, which this delta leaves out and ${repository} needs: nothing was tagged; unpack the bundle that the delta builds on beside it, and run this again`,
    )
  if (found !== repository) await mountBlob(client, { digest, from: found, to: repository })
}

async function tellManifest(
  { client, layout, onProgress }: PushOptions,
  image: ImageToPush,
  descriptor: Descriptor,
  reference: string,
  step: 'manifest' | 'tag',
): Promise<boolean> {
  const { wasThere } = await pushManifest(client, image.repository, layout, descriptor, reference)
  const { digest, size } = descriptor
  onProgress?.({ image, step, digest, sent: wasThere ? 0 : size, size, state: wasThere ? 'there' : 'done' })
  return wasThere
}

/** What names other parts goes after them. */
function documentsOf(content: LayoutImage): Descriptor[] {
  const documents = [...content.manifests.map(({ descriptor }) => descriptor), content.descriptor]
  return [...new Map(documents.map((each) => [each.digest, each])).values()]
}

function isDocument(mediaType: string): boolean {
  return mediaType === MEDIA.manifest || mediaType === MEDIA.index
}

function findImage(layout: string, { digest, repository }: ImageToPush): LayoutImage {
  const found = readLayout(layout).find(({ descriptor }) => descriptor.digest === digest)
  if (found === undefined)
    throw new RegistryError('corrupt', `${layout} has no image ${digest} for ${repository}: take the bundle anew`)
  return found
}

async function requireWhole(layout: string, { digest, size }: Descriptor): Promise<void> {
  const file = blobPath(layout, digest)
  const broken = (what: string) =>
    new RegistryError(
      'corrupt',
      `${file} ${what}: nothing was sent; take the bundle anew from where it came, and check its signature`,
    )
  if (!existsSync(file)) throw broken('is missing')
  if (statSync(file).size !== size) throw broken(`has ${statSync(file).size} bytes and should have ${size}`)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer)
  if (`sha256:${hash.digest('hex')}` !== digest) throw broken('holds something else than its name says')
}
