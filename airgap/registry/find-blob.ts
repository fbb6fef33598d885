import type { Digest } from '../oci/digest.ts'
import { hasBlob } from './has-blob.ts'
import type { RegistryClient } from './registry-client.ts'

/** The first of some repositories that has a blob; undefined where none has. Throws {@link RegistryError}. */
export async function findBlob(
  client: RegistryClient,
  repositories: readonly string[],
  blob: { digest: Digest; size: number },
  access: 'pull' | 'push' = 'pull',
): Promise<string | undefined> {
  for (const repository of repositories) if (await hasBlob(client, repository, blob, access)) return repository
  return undefined
}
