import type { Delta, Quota } from '@fairlead/scheduler'
import { classNamed, type PriorityClasses } from './read-classes.ts'
import type { ClusterSpec, WorkloadSpec } from './spec.ts'

export const CLUSTER_LABEL = 'armadaproject.io/clusterName'

/** Clusters, pools, nodes and queues of a spec as the engine is told of them. */
export function worldOf(clusters: ClusterSpec, workloads: WorkloadSpec, classes: PriorityClasses): Delta[] {
  const pools = poolsOf(clusters)
  const topology = uniformityLabels(workloads)
  const world: Delta[] = pools.map((id): Delta => {
    const levels = topology.length === 0 ? {} : { topology }
    return { kind: 'pool', id, name: id, strategy: 'binpack', minRuntimeMs: 0, ...levels }
  })
  const resources = new Set<string>()
  for (const { name, pool, nodeTemplates } of clusters.clusters) {
    world.push({ kind: 'cluster', id: name, name, connected: true, paused: false, labels: {} })
    for (const [t, { number, labels, taints, allocatable }] of nodeTemplates.entries()) {
      for (const resource of Object.keys(allocatable)) resources.add(resource)
      for (let i = 0; i < number; i++) {
        const id = `${name}-${t}-${String(i).padStart(5, '0')}`
        const all = { ...labels, [CLUSTER_LABEL]: name }
        const place = { clusterId: name, poolId: pool, schedulable: true }
        world.push({ kind: 'node', id, name: id, ...place, allocatable, labels: all, taints })
      }
    }
  }
  return [...world, ...queuesOf(workloads, classes, pools, [...resources])]
}

export function poolsOf({ clusters }: ClusterSpec): string[] {
  return [...new Set(clusters.map(({ pool }) => pool))]
}

/** Labels other than the cluster's on which gangs want to be uniform. */
function uniformityLabels({ queues }: WorkloadSpec): string[] {
  const labels = queues.flatMap(({ jobTemplates }) => jobTemplates.map((template) => template.gangNodeUniformityLabel))
  return [...new Set(labels)].filter((label) => label !== '' && label !== CLUSTER_LABEL)
}

/**
 * Each queue has its weight and deserves nothing, so that shares follow weight and demand, as there. Work that is not preemptible there may still use
 * more than its share: here such work stands in a queue of its own, whose runs have an endless minimum running time.
 */
function queuesOf(
  { queues }: WorkloadSpec,
  classes: PriorityClasses,
  pools: readonly string[],
  resources: readonly string[],
): Delta[] {
  return queues.flatMap(({ name, weight, jobTemplates }, createdAt): Delta[] => {
    const quota: Quota = { deserved: 0, limit: null, weight }
    const quotas = Object.fromEntries(resources.map((resource) => [resource, quota]))
    function queue(id: string, isFixed: boolean, parentId?: string): Delta {
      const entry = { rank: 0, quotas, ...(isFixed ? { minRuntimeMs: Infinity } : {}) }
      const inPools = Object.fromEntries(pools.map((pool) => [pool, entry]))
      return { kind: 'queue', id, name: id, createdAt, pools: inPools, ...(parentId === undefined ? {} : { parentId }) }
    }
    const kinds = new Set(
      jobTemplates.map(({ priorityClassName }) => classNamed(classes, priorityClassName).preemptible),
    )
    if (kinds.size < 2) return [queue(name, kinds.has(false))]
    return [queue(name, false), queue(leafOf(name, true), false, name), queue(leafOf(name, false), true, name)]
  })
}

/** The queue below a queue with work of both kinds. */
export function leafOf(queue: string, isPreemptible: boolean): string {
  return `${queue}/${isPreemptible ? 'preemptible' : 'non-preemptible'}`
}
