import type { Digest } from '../oci/digest.ts'
import { describeRefusal } from './describe-refusal.ts'
import type { RegistryClient } from './registry-client.ts'
import { withRetries } from './with-retries.ts'

/** Whether a repository has a blob of this size, which is in bytes. Nothing is read but the head. Throws {@link RegistryError} for an answer that says neither. */
export async function hasBlob(
  client: RegistryClient,
  repository: string,
  { digest, size }: { digest: Digest; size: number },
  access: 'pull' | 'push' = 'pull',
): Promise<boolean> {
  const answer = await withRetries(client.host, () =>
    client.send({ method: 'HEAD', path: `/v2/${repository}/blobs/${digest}`, repository, access }),
  )
  if (answer.status === 404) return false
  if (answer.status === 200 || answer.status === 307) {
    const found = answer.headers['content-length']
    return answer.status === 307 || found === undefined || Number(found) === size
  }
  throw describeRefusal(client.host, `the look for ${digest} in ${repository}`, answer)
}
