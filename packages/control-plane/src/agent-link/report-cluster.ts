import type { ClusterStatus } from '@fairlead/protocol'
import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { storable } from '../common/storable.ts'
import { clusters } from '../db/schema/clusters.ts'
import type { Tx } from '../db/tx.ts'

/** Takes what an agent found that its cluster can do. A report that is not newer than what we have changes nothing. */
export async function reportCluster(
  tx: Tx,
  { clusterId, bootId, item }: { clusterId: string; bootId: string; item: ClusterStatus },
): Promise<void> {
  const { kind: _kind, key: _key, seq, ...capabilities } = item
  const isNewer = or(
    isNull(clusters.capabilitiesBootId),
    ne(clusters.capabilitiesBootId, bootId),
    lt(clusters.capabilitiesSeq, seq),
  )
  const written = await tx.q
    .update(clusters)
    .set({
      capabilities: storable(capabilities),
      capabilitiesAt: sql`now()`,
      capabilitiesBootId: bootId,
      capabilitiesSeq: seq,
    })
    .where(and(eq(clusters.id, clusterId), isNewer))
    .returning({ id: clusters.id })
  await tx.changed(
    'cluster',
    written.map((row) => row.id),
  )
}
