import { createHash } from 'node:crypto'
import type { StoredSpec } from '../stored-spec.ts'

/** Equal for workloads that the scheduler cannot tell apart but by age. */
export function classKey(parts: {
  projectId: string
  userId: string
  priority: number
  preemptible: boolean
  spec: StoredSpec
}): string {
  const { resources, replicas, replicasMin, timeout } = parts.spec
  const { nodePoolId, clusterIds, nodeSelector, tolerations, ...rules } = parts.spec.placement
  const sorted = (map: Record<string, unknown>) => Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([
    parts.projectId,
    nodePoolId,
    parts.priority,
    parts.preemptible,
    replicas,
    replicasMin,
    timeout,
    sorted(resources),
    clusterIds.toSorted(),
    sorted(nodeSelector),
    tolerations,
    sorted(rules),
    parts.userId,
  ])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
