import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Host } from '../cli/host.ts'
import { databasePort } from '../install/backend-objects.ts'
import type { Kube } from '../install/kube.ts'
import { backendOf } from '../install/plan.ts'
import { checkPlatform } from '../preflight/cluster/check-platform.ts'
import type { Site } from '../site/site.ts'
import type { ToolOptions } from './with-tools.ts'

/** What a pod for backups of a site needs to be known. */
export async function openPlace(kube: Kube, site: Site, { release }: OpenBundle, host: Host): Promise<ToolOptions> {
  const backend = backendOf(site)
  const { isOpenShift } = await checkPlatform(kube, site)
  const { now, signal } = host
  return { kube, site, backend, release, isOpenShift, databasePort: databasePort(backend), now, signal }
}
