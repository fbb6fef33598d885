import { sql } from 'drizzle-orm'
import { clusters } from '../db/schema/clusters.ts'
import { nodes } from '../db/schema/nodes.ts'

/** A node that its agent reports, of a cluster that is trusted: what is left of a revoked one is no capacity of ours. */
export const isPresent = sql`${nodes.goneAt} is null and exists (
  select 1 from ${clusters} c where c.id = ${nodes.clusterId} and c.state <> 'revoked')`
