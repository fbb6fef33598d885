import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { formatBytes } from '../cli/progress.ts'
import { readLayout } from '../oci/read-layout.ts'
import { findBlob } from '../registry/find-blob.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { Omitted, ReleaseImage } from '../release/release.ts'
import type { Site } from '../site/site.ts'

/** A layer that a delta leaves out. */
export interface AbsentLayer extends Omitted {
  /** Repositories of the images that it belongs to, without the project. */
  repositories: string[]
}

/** The layers of some images that a delta leaves out and that are not on this machine. */
export function absentLayers({ layout, absent }: OpenBundle, images: readonly ReleaseImage[]): AbsentLayer[] {
  if (absent.length === 0) return []
  const found = readLayout(layout)
  const layersOf = (image: ReleaseImage) =>
    found
      .filter(({ descriptor }) => descriptor.digest === image.digest)
      .flatMap(({ manifests }) => manifests.flatMap(({ manifest }) => manifest.layers))
  return absent.flatMap((omitted) => {
    const users = images.filter((image) => layersOf(image).some(({ digest }) => digest === omitted.digest))
    return users.length === 0 ? [] : [{ ...omitted, repositories: users.map(({ repository }) => repository) }]
  })
}

/** Those of the layers that no repository of the site's registry has. Heads alone are asked for. Throws {@link RegistryError}. */
export async function missingLayers(
  client: RegistryClient,
  { project }: Site['registry'],
  layers: readonly AbsentLayer[],
  access: 'pull' | 'push',
): Promise<AbsentLayer[]> {
  // An image may take a layer from another one of the release before.
  const all = [...new Set(layers.flatMap(({ repositories }) => repositories))]
  const missing: AbsentLayer[] = []
  for (const layer of layers) {
    const places = [...new Set([...layer.repositories, ...all])].map((repository) => `${project}/${repository}`)
    if ((await findBlob(client, places, layer, access)) === undefined) missing.push(layer)
  }
  return missing
}

/** A line for each: what it is, for whom, and where it lies in the bundle that the delta builds on. */
export function describeLayers(layers: readonly AbsentLayer[]): string[] {
  return layers.map(
    ({ digest, size, repositories, path }) =>
      `${digest} (${formatBytes(size)}) of ${repositories.join(' and ')}: ${path} in that bundle`,
  )
}

/** What to do where layers are missing. */
export function howToBring({ base }: OpenBundle['release'], from: string): string {
  return `unpack the bundle of release ${base?.counter} (${base?.version}) at ${from}, or name its folder in FAIRLEAD_AIRGAP_BASE; or bring the whole bundle instead of the delta`
}

/** For what needs the layers themselves. Throws with exit class `preflight` for a delta of which some are not on this machine. */
export function requireLayers(
  { release, absent }: Pick<OpenBundle, 'release' | 'absent'>,
  from: string,
  why: string,
): void {
  if (absent.length === 0) return
  throw new AirgapError(
    'preflight',
    `${absent.length} layers that this delta leaves out are not on this machine, and ${why}`,
    {
      details: absent.map(({ digest, size, path }) => `${digest} (${formatBytes(size)}): ${path} in that bundle`),
      hint: howToBring(release, from),
    },
  )
}
