import { existsSync, readFileSync } from 'node:fs'
import { RegistryClient } from '../registry/registry-client.ts'
import { readLogin, type Login } from '../registry/read-login.ts'
import type { ImageToPush } from '../registry/push-images.ts'
import { imageOf } from '../release/read-release.ts'
import type { ImageRole, Release, ReleaseImage } from '../release/release.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Site } from '../site/site.ts'
import type { Phase } from './kube-object.ts'

type Registry = Site['registry']

/** Host and port, as they stand in image names. */
export function registryHost({ url }: Registry): string {
  return new URL(url).host
}

/** What image names of the site begin with. */
export function registryPlace(registry: Registry): string {
  return `${registryHost(registry)}/${registry.project}`
}

/** The image of a role as pods name it: in the site's registry, by its digest. */
export function imageReference(registry: Registry, release: Release, role: ImageRole): string {
  const { repository, digest } = imageOf(release, role)
  return `${registryPlace(registry)}/${repository}@${digest}`
}

/** Images that have to be in the registry for a phase, the one that checks are made with first. */
export function imagesFor(phase: Phase, release: Release): ReleaseImage[] {
  // A database of the site is tried out in one of ours: an upgrade restores its backup there. And the control plane offers its clusters the agent of its own release.
  const roles: readonly ImageRole[] = phase === 'cluster' ? ['agent'] : ['control-plane', 'postgresql', 'agent']
  return roles.map((role) => imageOf(release, role))
}

export function toPush(images: readonly ReleaseImage[], { project }: Registry): ImageToPush[] {
  return images.map(({ digest, repository, tag }) => ({ digest, tag, repository: `${project}/${repository}` }))
}

/** Throws with exit class `preflight` for a site whose `./airgap serve` has not made its authority yet. */
export function requireAuthority({ serve, caFile }: Registry): void {
  if (serve === undefined || caFile === undefined || existsSync(caFile)) return
  throw new AirgapError('preflight', `there is no ${caFile}, by which the images are trusted`, {
    hint: 'start ./airgap serve -f site.yaml, which makes it the first time; where that is another machine, copy it from there',
  })
}

/** The registry of a site as somebody who may push sees it, or with `pull` as the nodes of its cluster do. */
export function openRegistry(registry: Registry, access: 'push' | 'pull' = 'push'): RegistryClient {
  requireAuthority(registry)
  return new RegistryClient({
    url: registry.url,
    ca: registry.caFile === undefined ? undefined : readFileSync(registry.caFile, 'utf8'),
    login: loginOf(registry, access),
  })
}

/** Undefined for a registry that asks for none. Throws with exit class `usage` for a file that cannot be used. */
export function loginOf(registry: Registry, access: 'push' | 'pull'): Login | undefined {
  const file = access === 'pull' ? (registry.pullAuthFile ?? registry.authFile) : registry.authFile
  if (file === undefined) return undefined
  try {
    const login = readLogin(file, registryHost(registry), registry.project)
    if (login === undefined)
      throw new Error(
        `${file} has no login for ${registryHost(registry)}: add one, as \`podman login --authfile\` does`,
      )
    return login
  } catch (error) {
    throw new AirgapError('usage', (error as Error).message, { cause: error })
  }
}
