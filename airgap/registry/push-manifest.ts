import { readFileSync } from 'node:fs'
import { blobPath } from '../oci/blobs.ts'
import type { Descriptor } from '../oci/documents.ts'
import { describeRefusal } from './describe-refusal.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'
import { withRetries } from './with-retries.ts'

/**
 * Writes one manifest or index under a reference, which is its own digest or a tag, and makes sure that it is there. Answers whether it was there before.
 * Throws {@link RegistryError}.
 */
export async function pushManifest(
  client: RegistryClient,
  repository: string,
  layout: string,
  descriptor: Descriptor,
  reference: string,
): Promise<{ wasThere: boolean }> {
  if ((await digestAt(client, repository, reference, 'push')) === descriptor.digest) return { wasThere: true }
  const what = `the manifest ${repository}:${reference}`
  const answer = await withRetries(client.host, () =>
    client.send({
      method: 'PUT',
      path: `/v2/${repository}/manifests/${reference}`,
      headers: { 'content-type': descriptor.mediaType },
      body: readFileSync(blobPath(layout, descriptor.digest)),
      repository,
      access: 'push',
    }),
  )
  if (answer.status !== 201 && answer.status !== 200 && answer.status !== 202)
    throw describeRefusal(client.host, what, answer)
  const found = await digestAt(client, repository, reference, 'push')
  if (found !== descriptor.digest)
    throw new RegistryError(
      'corrupt',
      `${client.host} has ${found ?? 'nothing'} under ${repository}:${reference}, where ${descriptor.digest} was put: is somebody else pushing to it?`,
    )
  return { wasThere: false }
}

/** The digest that a registry has under a reference; undefined when there is none. */
export async function digestAt(
  client: RegistryClient,
  repository: string,
  reference: string,
  access: 'pull' | 'push' = 'pull',
): Promise<string | undefined> {
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json'
  const answer = await withRetries(client.host, () =>
    client.send({
      method: 'HEAD',
      path: `/v2/${repository}/manifests/${reference}`,
      headers: { accept },
      repository,
      access,
    }),
  )
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw describeRefusal(client.host, `the look for ${repository}:${reference}`, answer)
  const digest = answer.headers['docker-content-digest']
  return typeof digest === 'string' ? digest : undefined
}
