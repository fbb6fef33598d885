import type { Cluster } from '@fairlead/sdk'
import { amount } from '../output/amounts.ts'
import type { Paint } from '../output/paint.ts'
import { table } from '../output/table.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Clusters as one line each. */
export function showClusters(app: App, clusters: readonly Cluster[]): string {
  const { paint } = app
  const now = app.host.now()
  return table(
    clusters,
    [
      { title: 'NAME', value: (cluster) => cluster.name, elastic: 3 },
      { title: 'HEALTH', value: healthOf, color: (text, cluster) => paintHealth(text, cluster, paint) },
      { title: 'NODES', value: ({ nodes }) => `${nodes.ready}/${nodes.total}`, align: 'right' },
      { title: 'GPU', value: (cluster) => share(cluster, 'gpu'), align: 'right' },
      { title: 'CPU', value: (cluster) => share(cluster, 'cpu'), align: 'right' },
      { title: 'MEMORY', value: (cluster) => share(cluster, 'memory'), align: 'right' },
      { title: 'RUNS', value: (cluster) => String(cluster.runs), align: 'right' },
      { title: 'DRIVER', value: (cluster) => cluster.driver ?? '' },
      { title: 'AGENT', value: agentOf, color: (text, cluster) => (isBehind(cluster) ? paint.yellow(text) : text) },
      { title: 'SEEN', value: (cluster) => since(cluster.lastSeenAt, now), align: 'right' },
    ],
    app,
  )
}

/** Its version, and how that lies to ours where it is not the same. */
function agentOf({ agentVersion, agentSkew }: Cluster): string {
  if (agentVersion === null) return ''
  return agentSkew === 'same' || agentSkew === 'unknown' ? agentVersion : `${agentVersion} ${agentSkew}`
}

function isBehind({ agentSkew }: Cluster): boolean {
  return agentSkew === 'behind' || agentSkew === 'refused'
}

/** One word for how it is. */
export function healthOf(cluster: Cluster): string {
  if (cluster.state === 'revoked' || cluster.state === 'suspended') return cluster.state
  return cluster.paused && cluster.health === 'healthy' ? 'paused' : cluster.health
}

/** That word in its colour. */
export function paintHealth(text: string, cluster: Cluster, paint: Paint): string {
  const health = healthOf(cluster)
  if (health === 'healthy') return paint.green(text)
  if (health === 'offline') return paint.red(text)
  return health === 'revoked' ? paint.dim(text) : paint.yellow(text)
}

/** Allocated of all there is. */
function share({ allocated, capacity }: Cluster, resource: string): string {
  const all = capacity[resource]
  return all === undefined || all === 0 ? '' : `${amount(resource, allocated[resource] ?? 0)}/${amount(resource, all)}`
}
