import { readLayout } from '../oci/read-layout.ts'
import { signatureTag } from '../signing/image-signatures.ts'
import type { UploadWays } from './push-blob.ts'
import { pushImages, type ImageToPush, type PushReport } from './push-images.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'

export interface PushSignaturesOptions {
  client: RegistryClient
  /** The OCI layout that the bundle keeps signatures in. */
  layout: string
  /** Images that are in the registry. */
  images: readonly ImageToPush[]
  ways?: UploadWays
}

/**
 * Brings the signature of each image into the repository of that image, under the tag by which cosign and policy engines look for it. What is there is not sent. Throws
 * {@link RegistryError}, also for an image that has none.
 */
export async function pushSignatures({ client, layout, images, ways }: PushSignaturesOptions): Promise<PushReport> {
  const there = readLayout(layout)
  const signatures = images.map(({ digest, repository }): ImageToPush => {
    const tag = signatureTag(digest)
    const found = there.find(({ name }) => name?.endsWith(`:${tag}`))
    if (found === undefined)
      throw new RegistryError(
        'corrupt',
        `${layout} has no signature of ${digest} for ${repository}: take the bundle anew`,
      )
    return { digest: found.descriptor.digest, repository, tag }
  })
  return await pushImages({ client, layout, images: signatures, ...(ways === undefined ? {} : { ways }) })
}
