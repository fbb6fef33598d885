import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImageSpec } from '@fairlead/airgap/oci/image'
import { serveLayout, type RegistryFault } from '@fairlead/airgap/oci/serve-layout'
import { writeImages, type WrittenImage } from '@fairlead/airgap/oci/write-images'
import { addresses } from '../cluster/addresses.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { readRecord } from '../cluster/rig-record.ts'

/** The name by which pods call the registry of their cluster. */
export const REGISTRY = 'registry.rig.test'

export interface RegistryOptions {
  /** An OCI layout to serve; a new one of the cluster when left out. */
  layout?: string
  /** With it, a pod needs a pull secret. */
  login?: { user: string; password: string }
  /** Asked for each request; see `serveLayout`. */
  fault?: (path: string) => RegistryFault | undefined
}

export interface RigRegistry {
  /** Where it listens, for programs on this machine. */
  url: string
  /** Adds images; their names begin with {@link REGISTRY}. */
  push(...specs: ImageSpec[]): Promise<WrittenImage[]>
  close(): Promise<void>
}

/** Starts a registry that the real nodes of a cluster pull from. It lives in this program. */
export async function startRegistry(cluster: RigCluster, options: RegistryOptions = {}): Promise<RigRegistry> {
  const { network } = cluster
  if (!network) throw new Error(`the cluster ${cluster.name} has no real node that could pull an image`)
  const { layout = join(cluster.folder, 'registry'), ...rest } = options
  await writeImages(layout, [])
  const server = await serveLayout({ layouts: () => [layout], host: addresses.host(network), ...rest })
  tellNodes(cluster, server.url)
  return {
    url: server.url,
    push: (...specs) => writeImages(layout, specs),
    close: () => server.close(),
  }
}

/** The runtime looks the registry up each time it pulls. */
function tellNodes(cluster: RigCluster, url: string): void {
  for (const node of readRecord(cluster.folder)?.realNodes ?? []) {
    const folder = join(node.folder, 'registries', REGISTRY)
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'hosts.toml'),
      `server = "${url}"\n\n[host."${url}"]\n  capabilities = ["pull", "resolve"]\n`,
    )
  }
}
