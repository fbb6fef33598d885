import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { objectToCluster, type Asked, type ClusterFacts } from './internal/object-to-cluster.ts'

/** A fleet larger than this is not looked through: somewhere in it there is room for most things. */
const CLUSTERS_MAX = 200
const SHOWN_MAX = 5

/** Clusters where work may be placed, with what is known of them; undefined: too many to look through. */
export async function readClusterFacts(q: DrizzleTx, only: readonly string[]): Promise<ClusterFacts[] | undefined> {
  const rows = await q
    .select({
      name: clusters.name,
      driver: clusters.driver,
      capabilities: sql<
        ClusterFacts['capabilities']
      >`${clusters.capabilities} - 'storageClasses' - 'namespaces' - 'metricSources'`,
    })
    .from(clusters)
    .where(and(eq(clusters.state, 'accepted'), only.length > 0 ? inArray(clusters.id, [...only]) : undefined))
    .orderBy(asc(clusters.name))
    .limit(CLUSTERS_MAX + 1)
  return rows.length > CLUSTERS_MAX ? undefined : rows
}

/** One sentence when no cluster can run it as things stand, with each one's reason; else nothing. */
export function warnOfClusters(facts: readonly ClusterFacts[] | undefined, asked: Asked): string[] {
  if (!facts || facts.length === 0) return []
  const objections = facts.flatMap((cluster) => {
    const why = objectToCluster(cluster, asked)
    return why === undefined ? [] : [`${cluster.name}: ${why}`]
  })
  if (objections.length < facts.length) return []
  const more = objections.length - SHOWN_MAX
  const shown = objections.slice(0, SHOWN_MAX).join('; ') + (more > 0 ? `; and ${more} more` : '')
  return [`no cluster can run this as things stand: ${shown}`]
}
