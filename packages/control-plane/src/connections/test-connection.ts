import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { askAgent } from '../agent-link/ask-agent.ts'
import { action } from '../app/action.ts'
import { recordAudit } from '../audit/record.ts'
import { findCluster, type ClusterRow } from '../clusters/find-cluster.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findConnection } from './find-connection.ts'
import { onWire } from './on-wire.ts'
import { ConnectionTest, TestConnection } from './schemas.ts'

const Figures = z.object({
  latencyMs: z.number(),
  objects: z.number().optional(),
  bytes: z.number().optional(),
})

export const testConnection = action({
  name: 'connection.test',
  summary:
    'Let the agent of a cluster try a connection, and say how long it took or why it failed; no data leaves the cluster',
  rest: { method: 'post', path: '/projects/{project}/connections/{connection}/test' },
  allow: 'connection:write',
  input: TestConnection,
  output: ConnectionTest,
  run: async (ctx, input) => {
    let chosen: ClusterRow | undefined
    const { state, message, output } = await askAgent(ctx, async (tx) => {
      const { row, project } = await findConnection(ctx, tx.q, input, 'connection:write')
      const cluster = input.cluster === undefined ? await firstInContact(tx.q) : await findCluster(tx.q, input.cluster)
      chosen = cluster
      const object = { kind: 'connection', id: row.id, name: row.name }
      await recordAudit(tx, ctx, 'connection.test', object, { project: project.name, cluster: cluster.name })
      const args = { namespace: project.namespace, connection: onWire(row) }
      return { clusterId: cluster.id, verb: 'connection.test', args }
    })
    const { id, name } = must(chosen, 'the order went to a cluster')
    const figures = Figures.safeParse(output)
    const isGood = state === 'succeeded' && figures.success
    return {
      ok: isGood,
      cluster: { id, name },
      message: state === 'succeeded' && !figures.success ? 'the agent answered, but not with figures' : message,
      latencyMs: figures.data?.latencyMs ?? null,
      objects: figures.data?.objects ?? null,
      bytes: figures.data?.bytes ?? null,
    }
  },
})

/** Kubernetes first: what only pretends to run things can try nothing. */
async function firstInContact(q: DrizzleTx): Promise<ClusterRow> {
  const isConnected = sql`exists (
    select 1 from agent_sessions s where s.cluster_id = ${clusters.id} and s.lease_until > now())`
  const [row] = await q
    .select()
    .from(clusters)
    .where(and(eq(clusters.state, 'accepted'), isConnected))
    .orderBy(sql`${clusters.driver} is distinct from 'kubernetes'`, asc(clusters.name))
    .limit(1)
  if (row) return row
  throw new AppError('CLUSTER_OFFLINE', 'no cluster is in contact that could try it', {
    hint: 'see how they are with: fairlead cluster ls',
  })
}
