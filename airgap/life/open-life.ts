import { resolve } from 'node:path'
import type { App } from '../cli/app.ts'
import { HostPlace } from '../linux/host-place.ts'
import { readAnySite } from '../site/read-site.ts'
import { ClusterPlace } from './cluster-place.ts'
import type { LifePlace } from './life-place.ts'

/** The place that a site file is about, with the bundle of this call. Throws with exit class `usage` for a file that names no control plane. */
export async function openLife(app: App, file: string): Promise<LifePlace> {
  const bundle = await app.bundle()
  const site = readAnySite(resolve(app.host.cwd, file))
  return site.platform === 'linux' ? new HostPlace(site, bundle, app.host) : new ClusterPlace(site, bundle, app.host)
}
