import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { objectToCluster, type Asked, type ClusterFacts } from './internal/object-to-cluster.ts'

/** A fleet larger than this is not looked through: somewhere in it there is room for most things. */
const CLUSTERS_MAX = 200
const SHOWN_MAX = 5

/** Clusters where work may be placed, with what is known of them; undefined: too many to look through. */
export async function readClusterFacts(
  q: DrizzleTx,
  only: readonly string[],
): Promise<(ClusterFacts & { id: string })[] | undefined> {
  const rows = await q
    .select({
      id: clusters.id,
      name: clusters.name,
      driver: clusters.driver,
      capabilities: sql<ClusterFacts['capabilities']>`${clusters.capabilities} - 'storageClasses' - 'metricSources'`,
    })
    .from(clusters)
    .where(and(eq(clusters.state, 'accepted'), only.length > 0 ? inArray(clusters.id, [...only]) : undefined))
    .orderBy(asc(clusters.name))
    .limit(CLUSTERS_MAX + 1)
  return rows.length > CLUSTERS_MAX ? undefined : rows
}

/** What clusters have against work that is submitted. */
export interface Objections {
  /** One sentence when no cluster can run it as things stand, with each one's reason; else nothing. */
  warnings: string[]
  /** Clusters that cannot, where others can: there is no use in trying them first. */
  avoid: string[]
}

export function objectionsOf(facts: readonly (ClusterFacts & { id: string })[] | undefined, asked: Asked): Objections {
  const objections = (facts ?? []).flatMap(({ id, ...cluster }) => {
    const why = objectToCluster(cluster, asked)
    return why === undefined ? [] : [{ id, text: `${cluster.name}: ${why}` }]
  })
  if (objections.length === 0) return { warnings: [], avoid: [] }
  if (objections.length < (facts?.length ?? 0)) return { warnings: [], avoid: objections.map(({ id }) => id) }
  const more = objections.length - SHOWN_MAX
  const texts = objections.slice(0, SHOWN_MAX).map(({ text }) => text)
  const shown = texts.join('; ') + (more > 0 ? `; and ${more} more` : '')
  return { warnings: [`no cluster can run this as things stand: ${shown}`], avoid: [] }
}
