import { createHash } from 'node:crypto'
import type { StoredSpec } from '../stored-spec.ts'

/** Equal for workloads that the scheduler cannot tell apart but by age. */
export function classKey(parts: {
  projectId: string
  priority: number
  preemptible: boolean
  spec: StoredSpec
}): string {
  const { placement, resources, replicas, timeout } = parts.spec
  const sorted = (map: Record<string, unknown>) => Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([
    parts.projectId,
    placement.nodePoolId,
    parts.priority,
    parts.preemptible,
    replicas,
    timeout,
    sorted(resources),
    placement.clusterIds.toSorted(),
    sorted(placement.nodeSelector),
    placement.tolerations,
  ])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
