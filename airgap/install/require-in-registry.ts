import { AirgapError } from '../cli/airgap-error.ts'
import type { Digest } from '../oci/digest.ts'
import { digestAt } from '../registry/push-manifest.ts'
import { RegistryError } from '../registry/registry-error.ts'
import { withServeHint } from '../serve/with-serve-hint.ts'
import type { Site } from '../site/site.ts'
import { openRegistry, registryPlace } from './site-images.ts'

const TO_SERVE = 'put the bundle that it is of beside the one that ./airgap serve serves: it is found there by itself'

/** Looks for images as the nodes of the cluster will. Throws with exit class `registry` for the first one that is not there, with `hint` as what to do where the site has a registry. */
export async function requireInRegistry(
  { registry }: Site,
  images: readonly { repository: string; digest: Digest }[],
  hint: string,
): Promise<void> {
  const client = openRegistry(registry, 'pull')
  try {
    for (const { repository, digest } of images) {
      const found = await digestAt(client, `${registry.project}/${repository}`, digest)
      if (found !== digest)
        throw new AirgapError('registry', `${registryPlace(registry)}/${repository} has no ${digest}`, {
          hint: registry.serve === undefined ? hint : TO_SERVE,
        })
    }
  } catch (error) {
    if (error instanceof RegistryError)
      throw new AirgapError('registry', withServeHint(registry, error.message), { cause: error })
    throw error
  } finally {
    client.close()
  }
}
