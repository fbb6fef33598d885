import type { Digest } from '../oci/digest.ts'
import { describeRefusal } from './describe-refusal.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'
import { withRetries } from './with-retries.ts'

/** Lets one repository have a blob of another one in the same registry; no byte of it moves. Throws {@link RegistryError} for a registry that does not do that. */
export async function mountBlob(
  client: RegistryClient,
  { digest, from, to }: { digest: Digest; from: string; to: string },
): Promise<void> {
  const query = `mount=${digest}&from=${encodeURIComponent(from)}`
  const answer = await withRetries(client.host, () =>
    client.send({
      method: 'POST',
      path: `/v2/${to}/blobs/uploads/?${query}`,
      headers: { 'content-length': '0' },
      repository: to,
      access: 'push',
      alsoPull: from,
    }),
  )
  if (answer.status === 201) return
  const { location } = answer.headers
  if (answer.status !== 202 || location === undefined)
    throw describeRefusal(client.host, `taking ${digest} from ${from} into ${to}`, answer)
  // The registry wants to be sent it: that upload is given up.
  await client.send({ method: 'DELETE', path: location, repository: to, access: 'push' }).catch(() => undefined)
  throw new RegistryError(
    'refused',
    `${client.host} has ${digest} in ${from} and does not let ${to} take it from there: let this login pull from both, or bring the whole bundle instead of the delta`,
  )
}
