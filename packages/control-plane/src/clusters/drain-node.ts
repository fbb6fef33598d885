import { and, eq, isNull, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { requestStop } from '../runs/request-stop.ts'
import { recordEvents } from '../workloads/record-event.ts'
import { findNode } from './find-node.ts'
import { setCordon, viewCordon } from './internal/set-cordon.ts'
import { DrainedNode, NodeRef } from './schemas.ts'

export const drainNode = action({
  name: 'node.drain',
  summary: 'Cordon a node, and move what runs there: it stops, and goes back into the queue at no cost',
  rest: { method: 'post', path: '/nodes/{node}/drain' },
  allow: 'cluster:write',
  input: NodeRef,
  output: DrainedNode,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const node = await findNode(tx.q, input)
      await setCordon(ctx, tx, node, true)
      // In id order, like every writer of many workloads, so that two cannot wait for each other.
      const live = await tx.q
        .select({ runId: runs.id, clusterId: runs.clusterId, workloadId: workloads.id, phase: workloads.phase })
        .from(runs)
        .innerJoin(workloads, eq(workloads.id, runs.workloadId))
        .where(
          and(
            eq(runs.clusterId, node.clusterId),
            isNull(runs.finishedAt),
            isNull(runs.stopRequestedAt),
            sql`${runs.nodeIds} ? ${node.id}`,
          ),
        )
        .orderBy(workloads.id)
        .for('update', { of: [workloads, runs] })
      const message = `its node ${node.name} is drained by ${ctx.actor.name}`
      await requestStop(tx, live, 'PREEMPTED', message)
      await recordEvents(
        tx,
        live.map(({ runId, workloadId, phase }) => ({
          organizationId: ctx.organizationId,
          workloadId,
          runId,
          phase,
          reason: 'PREEMPTED',
          message: `told to stop: ${message}`,
        })),
      )
      const object = { kind: 'node', id: node.id, name: node.name }
      await recordAudit(tx, ctx, 'node.drain', object, { cluster: node.clusterName, runs: live.length })
      await tx.changed(
        'workload',
        live.map(({ workloadId }) => workloadId),
      )
      return { ...(await viewCordon(tx.q, node.id)), told: live.length }
    })
  },
})
