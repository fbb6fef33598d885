import { and, asc, eq, ilike, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { addAmounts, multiplyAmounts } from '../common/amounts.ts'
import { clusters } from '../db/schema/clusters.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { projects } from '../db/schema/projects.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { poolOfNode } from '../node-pools/pool-of-node.ts'
import { findCluster } from './find-cluster.ts'
import { isPresent } from './is-present.ts'
import { ListNodes, Node } from './schemas.ts'

/** What one run holds of a node; `shown` is for those who may see its workload. */
interface Held {
  requests: Record<string, number>
  replicas: number
  shown: Node['runs'][number] | undefined
}

export const listNodes = action({
  name: 'node.list',
  summary: 'Nodes as their agents last reported them, and what runs on each',
  rest: { method: 'get', path: '/nodes' },
  allow: 'cluster:read',
  input: ListNodes,
  output: z.object({ items: z.array(Node) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const cluster = input.cluster === undefined ? undefined : await findCluster(q, input.cluster)
      const onlyPool = input.nodePool === undefined ? undefined : await findNodePool(q, input.nodePool)
      const pools = await q.select().from(nodePools)
      const found = await q
        .select({ node: nodes, clusterName: clusters.name })
        .from(nodes)
        .innerJoin(clusters, eq(clusters.id, nodes.clusterId))
        .where(
          and(
            cluster ? and(isNull(nodes.goneAt), eq(nodes.clusterId, cluster.id)) : isPresent,
            input.search ? ilike(nodes.name, `%${input.search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
          ),
        )
        // Of what holds a text the shortest is nearest to it.
        .orderBy(...(input.search ? [sql`length(${nodes.name})`] : []), asc(clusters.name), asc(nodes.name))
      const rows = found
        .map(({ node, clusterName }) => ({ node, clusterName, poolId: poolOfNode(pools, node) }))
        .filter(({ poolId }) => onlyPool === undefined || poolId === onlyPool.id)
        .slice(0, input.limit)
      const clusterIds = [...new Set(rows.map(({ node }) => node.clusterId))]
      const live = await q
        .select({
          run: {
            id: runs.id,
            workloadId: runs.workloadId,
            projectId: runs.projectId,
            nodeIds: runs.nodeIds,
            requests: runs.requests,
          },
          workloadName: workloads.name,
          departmentId: projects.departmentId,
        })
        .from(runs)
        .innerJoin(workloads, eq(workloads.id, runs.workloadId))
        .innerJoin(projects, eq(projects.id, runs.projectId))
        .where(and(isNull(runs.finishedAt), inArray(runs.clusterId, clusterIds)))
      const byNode = new Map<string, Held[]>()
      for (const { run, workloadName, departmentId } of live) {
        const isSeen = ctx.access.can('workload:read', { departmentId, projectId: run.projectId })
        for (const [nodeId, replicas] of Map.groupBy(run.nodeIds, (id) => id)) {
          const shown = { runId: run.id, workloadId: run.workloadId, workloadName, replicas: replicas.length }
          const held = { requests: run.requests, replicas: replicas.length, shown: isSeen ? shown : undefined }
          byNode.set(nodeId, [...(byNode.get(nodeId) ?? []), held])
        }
      }
      return {
        items: rows.map(({ node, clusterName, poolId }) => {
          const pool = pools.find((candidate) => candidate.id === poolId)
          const held = byNode.get(node.id) ?? []
          return {
            id: node.id,
            name: node.name,
            cluster: { id: node.clusterId, name: clusterName },
            nodePool: pool ? { id: pool.id, name: pool.name } : null,
            ready: node.ready,
            schedulable: node.schedulable && node.cordonedAt === null,
            cordoned:
              node.cordonedAt === null ? null : { at: node.cordonedAt.toISOString(), by: node.cordonedBy ?? '' },
            message: node.message,
            labels: node.labels,
            taints: node.taints,
            capacity: node.capacity,
            allocatable: node.allocatable,
            allocated: addAmounts(held.map(({ requests, replicas }) => multiplyAmounts(requests, replicas))),
            gpu: node.gpu,
            versions: node.versions,
            runs: held.flatMap(({ shown }) => shown ?? []),
            otherRuns: held.filter(({ shown }) => shown === undefined).length,
            observedAt: node.observedAt.toISOString(),
          }
        }),
      }
    }),
})
