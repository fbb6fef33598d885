import type { KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath, writeDocument } from '../oci/blobs.ts'
import { digestOf, type Digest } from '../oci/digest.ts'
import { MEDIA, REF_NAME, type Descriptor } from '../oci/documents.ts'
import { parseName } from '../oci/image.ts'
import type { ReleaseImage } from '../release/release.ts'
import { signEc } from './ec-signature.ts'

/** Where a bundle keeps them. */
export const IMAGE_SIGNATURES = 'image-signatures'

const PAYLOAD = 'application/vnd.dev.cosign.simplesigning.v1+json'
const SIGNATURE = 'dev.cosignproject.cosign/signature'

/**
 * Writes one signature for each image, in the form that cosign and policy engines look for in a registry (cosign's signature specification, with the simple-signing payload of containers/image): an OCI image under the
 * tag `sha256-DIGEST.sig` of the image's own repository. The same images and key give the same bytes.
 */
export function writeImageSignatures(bundle: string, images: readonly ReleaseImage[], key: KeyObject): void {
  const layout = join(bundle, IMAGE_SIGNATURES)
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  const manifests = images.map((image) => writeSignature(layout, image, key))
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.index, manifests }))
}

/** Under which a registry keeps the signature of an image, in the repository of that image. */
export function signatureTag(digest: Digest): string {
  return `${digest.replace(':', '-')}.sig`
}

function writeSignature(layout: string, { name, digest }: ReleaseImage, key: KeyObject): Descriptor {
  const { registry, repository } = parseName(name)
  const reference = `${registry}/${repository}`
  const payload = JSON.stringify({
    critical: {
      identity: { 'docker-reference': reference },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
  })
  const content = digestOf(payload)
  writeFileSync(blobPath(layout, content), payload)
  const config = writeDocument(layout, MEDIA.config, {
    architecture: '',
    os: '',
    config: {},
    rootfs: { type: 'layers', diff_ids: [content] },
  })
  const signature = signEc(Buffer.from(payload), key).toString('base64')
  const layer = { mediaType: PAYLOAD, digest: content, size: payload.length, annotations: { [SIGNATURE]: signature } }
  const written = writeDocument(layout, MEDIA.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config,
    layers: [layer],
  })
  return { ...written, annotations: { [REF_NAME]: `${reference}:${signatureTag(digest)}` } }
}
