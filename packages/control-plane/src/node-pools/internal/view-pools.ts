import { inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { addAmounts } from '../../common/amounts.ts'
import { isPresent } from '../../clusters/is-present.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { clusters } from '../../db/schema/clusters.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { nodes } from '../../db/schema/nodes.ts'
import type { NodePoolRow } from '../find-node-pool.ts'
import { poolOfNode } from '../pool-of-node.ts'
import type { NodePool } from '../schemas.ts'

/** Pools as the API answers them, with what is in them right now. */
export async function viewPools(q: DrizzleTx, rows: NodePoolRow[]): Promise<z.infer<typeof NodePool>[]> {
  const all = await q.select().from(nodePools)
  const present = await q.select().from(nodes).where(isPresent)
  const named = await q
    .select({ id: clusters.id, name: clusters.name })
    .from(clusters)
    .where(
      inArray(
        clusters.id,
        rows.flatMap((row) => row.clusterIds),
      ),
    )
  const byPool = Map.groupBy(present, (node) => poolOfNode(all, node))
  return rows.map((row) => {
    const mine = byPool.get(row.id) ?? []
    return {
      id: row.id,
      name: row.name,
      selector: row.selector,
      clusters: named.filter((cluster) => row.clusterIds.includes(cluster.id)),
      strategy: row.strategy,
      minRuntimeSeconds: row.minRuntimeSeconds,
      timeBasedK: row.timeBasedK,
      timeBasedHalfLifeSeconds: row.timeBasedHalfLifeSeconds,
      topology: row.topology,
      maxWaitSeconds: row.maxWaitSeconds,
      preemptionsPerHour: row.preemptionsPerHour,
      isDefault: row.isDefault,
      nodes: { total: mine.length, ready: mine.filter((node) => node.ready).length },
      capacity: addAmounts(mine.map((node) => node.allocatable)),
      createdAt: row.createdAt.toISOString(),
    }
  })
}
