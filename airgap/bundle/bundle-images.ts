import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureProgram } from '../../e2e/kubernetes/programs/ensure-program.ts'
import { agentImage } from '../images/agent-image.ts'
import { controlPlaneImage } from '../images/control-plane-image.ts'
import { databaseClient } from '../images/database-client.ts'
import { ensureRuntime } from '../images/ensure-runtime.ts'
import { pauseImage } from '../images/pause-image.ts'
import { postgresqlImage } from '../images/postgresql-image.ts'
import { parseName, type ImageSpec } from '../oci/image.ts'
import { blobPath } from '../oci/blobs.ts'
import { readLayout } from '../oci/read-layout.ts'
import { writeImages } from '../oci/write-images.ts'
import type { Architecture, ImageRole, Purpose, ReleaseImage } from '../release/release.ts'

export const REGISTRY = 'fairlead.dev'

export interface BundledImage {
  release: ReleaseImage
  spec: ImageSpec
}

type Say = (line: string) => void

/** Makes the images of a bundle, by role, in the order in which they are listed. Nothing of this machine is in them. */
export async function imageSpecs(
  options: { architecture: Architecture; purpose: Purpose; version: string },
  say: Say,
): Promise<Map<ImageRole, ImageSpec>> {
  const { architecture, purpose, version } = options
  say(`images for ${architecture}`)
  const runtime = await ensureRuntime(architecture)
  const target = { registry: REGISTRY, tag: version, version, runtime }
  const pause = await ensureProgram('init', 'newest', say, architecture === 'amd64' ? 'x64' : 'arm64')
  const ofCluster: [ImageRole, ImageSpec][] = [
    ['agent', await agentImage(target)],
    ['pause', pauseImage(target, pause)],
  ]
  if (purpose === 'cluster') return new Map(ofCluster)
  return new Map<ImageRole, ImageSpec>([
    ['control-plane', await controlPlaneImage({ ...target, databaseClient: await databaseClient(architecture) })],
    ...ofCluster,
    ['postgresql', await postgresqlImage(target, architecture)],
  ])
}

/** Writes images into the layout of a bundle, with the list by which Docker and Podman load a folder, too. */
export async function bundleImages(layout: string, specs: ReadonlyMap<ImageRole, ImageSpec>): Promise<BundledImage[]> {
  const written = await writeImages(layout, [...specs.values()])
  const images = [...specs].map(([role, spec]) => {
    const { digest, size } = written.find(({ name }) => name === spec.name)!
    const { repository, tag } = parseName(spec.name)
    const architecture = spec.platform.architecture as Architecture
    const platforms: ReleaseImage['platforms'] = [{ os: 'linux', architecture, digest, size }]
    return { spec, release: { role, name: spec.name, repository, tag, digest, size, platforms } }
  })
  writeDockerManifest(layout)
  return images
}

function writeDockerManifest(layout: string): void {
  const entries = readLayout(layout).map(({ name, manifests }) => {
    const { config, layers } = manifests[0]!.manifest
    const path = (digest: Parameters<typeof blobPath>[1]) => blobPath('', digest)
    return { Config: path(config.digest), RepoTags: [name], Layers: layers.map(({ digest }) => path(digest)) }
  })
  writeFileSync(join(layout, 'manifest.json'), JSON.stringify(entries))
}
