import type { Descriptor } from '../oci/documents.ts'
import { partsOf, readLayout } from '../oci/read-layout.ts'
import { findBlob } from './find-blob.ts'
import type { ImageToPush } from './push-images.ts'
import type { RegistryClient } from './registry-client.ts'

/** Bytes that a push of images of a layout would add to a registry: what several share counts once, and what is in one of their repositories not at all. Throws {@link RegistryError}. */
export async function bytesToSend(
  client: RegistryClient,
  layout: string,
  images: readonly ImageToPush[],
): Promise<number> {
  const there = readLayout(layout)
  const wanted = new Map<string, Descriptor>()
  for (const { digest } of images)
    for (const image of there.filter(({ descriptor }) => descriptor.digest === digest))
      for (const part of partsOf(image)) wanted.set(part.digest, part)
  const repositories = [...new Set(images.map(({ repository }) => repository))]
  let bytes = 0
  for (const part of wanted.values())
    if ((await findBlob(client, repositories, part, 'push')) === undefined) bytes += part.size
  return bytes
}
