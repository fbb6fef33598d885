import { join } from 'node:path'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { MEDIA, type Descriptor } from '../oci/documents.ts'
import { partsOf, readLayout, type LayoutImage } from '../oci/read-layout.ts'
import { describeConnectionError } from '../registry/describe-connection-error.ts'
import { describeRefusal } from '../registry/describe-refusal.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { ReleaseImage } from '../release/release.ts'
import { withServeHint } from '../serve/with-serve-hint.ts'
import { IMAGE_SIGNATURES, signatureTag } from '../signing/image-signatures.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, type Check } from './check.ts'

/** A manifest, a config or a layer that a node will ask for. */
export interface ServedPart extends Descriptor {
  /** With its project. */
  repository: string
}

/** All that images of a release and their signatures consist of. */
export function servedParts(
  { layout, folder }: OpenBundle,
  images: readonly ReleaseImage[],
  { project }: Pick<Site['registry'], 'project'>,
): ServedPart[] {
  const [there, signatures] = [readLayout(layout), readLayout(join(folder, IMAGE_SIGNATURES))]
  return images.flatMap(({ repository, digest }) => {
    const found: (LayoutImage | undefined)[] = [
      there.find(({ descriptor }) => descriptor.digest === digest),
      signatures.find(({ name }) => name?.endsWith(`:${signatureTag(digest)}`)),
    ]
    return found.flatMap((image) =>
      image === undefined ? [] : partsOf(image).map((part) => ({ ...part, repository: `${project}/${repository}` })),
    )
  })
}

/** R7 of a site without a registry: `./airgap serve` has every part of every image, by its digest and of its size. */
export async function checkServed(
  registry: Site['registry'],
  client: RegistryClient,
  parts: readonly ServedPart[],
): Promise<Check> {
  const what = 'right to pull, every image'
  try {
    for (const { repository, digest, mediaType, size } of parts) {
      const kind = mediaType === MEDIA.manifest || mediaType === MEDIA.index ? 'manifests' : 'blobs'
      const answer = await client.send({ method: 'HEAD', path: `/v2/${repository}/${kind}/${digest}`, repository })
      if (answer.status === 404)
        return fail(
          'R7',
          what,
          `no ${repository}@${digest}`,
          `${client.host} does not serve this release: put this bundle beside the one that it serves, or start ./airgap serve of this bundle there`,
        )
      if (answer.status !== 200)
        return fail(
          'R7',
          what,
          String(answer.status),
          describeRefusal(client.host, `${repository}@${digest}`, answer).message,
        )
      const bytes = answer.headers['content-length']
      if (bytes !== String(size))
        return fail(
          'R7',
          what,
          `${bytes} bytes for ${repository}@${digest}`,
          `it has ${size}: run ./airgap verify in the bundle that ${client.host} serves`,
        )
    }
    const repositories = new Set(parts.map(({ repository }) => repository))
    return pass('R7', what, `${parts.length} parts of ${repositories.size} image(s)`)
  } catch (error) {
    const { message } = describeConnectionError(client.host, error)
    return fail('R7', what, 'no', withServeHint(registry, message))
  }
}
