import { existsSync } from 'node:fs'
import { blobPath } from './blobs.ts'
import { isDigest, type Digest } from './digest.ts'
import type { Descriptor } from './documents.ts'
import { parseName } from './image.ts'
import { partsOf, readLayout, type LayoutImage } from './read-layout.ts'

/** An answer of the distribution protocol that is no success. */
export interface Refusal {
  status: number
  code: string
  message: string
}

export type Found = { mediaType: string; digest?: Digest } & ({ file: string } | { text: string })

export const READ_ONLY: Refusal = {
  status: 405,
  code: 'UNSUPPORTED',
  message: 'this is ./airgap serve, which is read-only: put a bundle beside the one that it serves instead of pushing',
}

const PATH = /^\/v2\/(?<repository>.+)\/(?<kind>manifests|blobs|tags)\/(?<reference>[^/]+)$/

/**
 * What a path of the distribution protocol stands for in some layouts. A repository is found by its name there and under any project before it: an image
 * `fairlead.dev/fairlead-agent` as `fairlead-agent` and as `site/fairlead-agent`.
 */
export function findInLayouts(layouts: readonly string[], path: string): Found | Refusal {
  if (path === '/v2/' || path === '/v2') return { mediaType: 'application/json', text: '{}' }
  const { repository, kind, reference } = PATH.exec(path)?.groups ?? {}
  if (repository === undefined || kind === undefined || reference === undefined)
    return { status: 404, code: 'NAME_UNKNOWN', message: 'there is nothing at this path' }
  const images = layouts.flatMap((layout) => imagesOf(layout, repository))
  if (images.length === 0)
    return { status: 404, code: 'NAME_UNKNOWN', message: `no bundle that is served has an image ${repository}` }
  if (kind === 'tags') {
    const tags = [...new Set(images.map(({ tag }) => tag))].toSorted()
    return { mediaType: 'application/json', text: JSON.stringify({ name: repository, tags }) }
  }
  for (const { image, tag } of images) {
    const part = kind === 'manifests' ? manifestOf(image, tag, reference) : partOf(image, reference)
    if (part === undefined) continue
    // A layer that a delta leaves out lies in the bundle that it builds on, whatever image that has it for.
    const file = layouts.map((layout) => blobPath(layout, part.digest)).find((path) => existsSync(path))
    if (file === undefined) continue
    return { file, digest: part.digest, mediaType: kind === 'blobs' ? 'application/octet-stream' : part.mediaType }
  }
  const code = kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN'
  return { status: 404, code, message: `no bundle that is served has ${repository} ${reference}` }
}

interface NamedImage {
  image: LayoutImage
  tag: string
}

function imagesOf(layout: string, repository: string): NamedImage[] {
  return readWhole(layout).flatMap((image) => {
    if (image.name === undefined) return []
    const name = parseName(image.name)
    const isIt = repository === name.repository || repository.endsWith(`/${name.repository}`)
    return isIt ? [{ image, tag: name.tag }] : []
  })
}

/** A bundle that is being removed has none any more. */
function readWhole(layout: string): LayoutImage[] {
  try {
    return readLayout(layout)
  } catch {
    return []
  }
}

function manifestOf({ descriptor, manifests }: LayoutImage, tag: string, reference: string): Descriptor | undefined {
  if (!isDigest(reference)) return reference === tag ? descriptor : undefined
  return [descriptor, ...manifests.map((each) => each.descriptor)].find(({ digest }) => digest === reference)
}

function partOf(image: LayoutImage, reference: string): Descriptor | undefined {
  return partsOf(image).find(({ digest }) => digest === reference)
}
