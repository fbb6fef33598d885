import { inArray } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { clusters } from '../../db/schema/clusters.ts'
import { nodePools } from '../../db/schema/node-pools.ts'

interface Kept extends Record<string, unknown> {
  nodePoolId?: string
  fallbackPoolIds?: string[]
  clusterIds?: string[]
}

/**
 * What a spec says of places, as people write it: pools and clusters by name. An id stays where nothing of that id is left.
 */
export async function namesInSpec(q: DrizzleTx, placement: unknown): Promise<Record<string, unknown>> {
  const { nodePoolId, fallbackPoolIds = [], clusterIds = [], ...rules } = (placement ?? {}) as Kept
  const poolIds = [...(nodePoolId === undefined ? [] : [nodePoolId]), ...fallbackPoolIds]
  const pools =
    poolIds.length === 0
      ? []
      : await q.select({ id: nodePools.id, name: nodePools.name }).from(nodePools).where(inArray(nodePools.id, poolIds))
  const found =
    clusterIds.length === 0
      ? []
      : await q.select({ id: clusters.id, name: clusters.name }).from(clusters).where(inArray(clusters.id, clusterIds))
  const names = new Map([...pools, ...found].map(({ id, name }) => [id, name]))
  const nameOf = (id: string) => names.get(id) ?? id
  return {
    ...(nodePoolId === undefined ? {} : { nodePool: nameOf(nodePoolId) }),
    ...(fallbackPoolIds.length === 0 ? {} : { fallbackPools: fallbackPoolIds.map(nameOf) }),
    ...(clusterIds.length === 0 ? {} : { clusters: clusterIds.map(nameOf) }),
    ...rules,
  }
}
