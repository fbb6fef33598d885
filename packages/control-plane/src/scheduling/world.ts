import type { Delta, NodeUpsert, QueueUpsert, WorkloadUpsert } from '@fairlead/scheduler'
import type postgres from 'postgres'
import { addAmounts } from '../common/amounts.ts'
import type { Change } from '../db/change-feed.ts'
import { poolOfNode, type PoolRule } from '../node-pools/pool-of-node.ts'
import { readClusters } from './read-world/read-clusters.ts'
import { readNodes, type NodeRow } from './read-world/read-nodes.ts'
import { readPools, type PoolRow } from './read-world/read-pools.ts'
import { readPreemptionsLeft } from './read-world/read-preemptions-left.ts'
import { readQueues } from './read-world/read-queues.ts'
import { readUsage } from './read-world/read-usage.ts'
import { readWorkloads } from './read-world/read-workloads.ts'

/**
 * What the engine was told, as far as the control plane needs it again: names of nodes, rules of pools, and whose is what. Turns news from the
 * change feed into deltas, reading each changed row once however often it changed.
 */
export class World {
  readonly #sql: postgres.Sql
  readonly #pools = new Map<string, PoolRow>()
  readonly #nodes = new Map<string, NodeRow>()
  readonly #classOwner = new Map<string, string>()
  readonly #queueOwner = new Map<string, string>()
  /** Projects where the place of some work depends on the labels of other work. */
  readonly #labelled = new Set<string>()
  readonly #usage = new Map<string, Map<string, Record<string, number>>>()

  constructor(sql: postgres.Sql) {
    this.#sql = sql
  }

  nodeName(nodeId: string): string {
    return this.#nodes.get(nodeId)?.name ?? nodeId
  }

  organizationOfClass(classKey: string): string | undefined {
    return this.#classOwner.get(classKey)
  }

  organizationOfQueue(queueId: string): string | undefined {
    return this.#queueOwner.get(queueId)
  }

  poolIdsOf(organizationId: string): string[] {
    return [...this.#pools.values()].filter((pool) => pool.organizationId === organizationId).map(({ id }) => id)
  }

  /** Everything. */
  async load(): Promise<Delta[]> {
    const pools = await readPools(this.#sql)
    for (const pool of pools) this.#pools.set(pool.id, pool)
    const nodes = this.#takeNodes(await readNodes(this.#sql))
    await this.refreshUsage()
    return [
      ...(await readClusters(this.#sql)),
      ...pools.map((pool) => pool.delta),
      ...(await this.#queues()),
      ...nodes,
      ...(await this.#workloads()),
    ]
  }

  /** What these changes mean. */
  async follow(changes: readonly Change[]): Promise<Delta[]> {
    const ids = (topic: Change['topic']) => [
      ...new Set(changes.filter((c) => c.topic === topic).map((c) => c.entityId)),
    ]
    const deltas: Delta[] = []
    const clusterIds = ids('cluster')
    if (clusterIds.length > 0) {
      const found = await readClusters(this.#sql, clusterIds)
      deltas.push(...found, ...removals('cluster', clusterIds, found))
    }
    if (ids('node-pool').length > 0) deltas.push(...(await this.#rePool()))
    const hasQueueNews = ids('quota').length + ids('project').length + ids('department').length > 0
    if (hasQueueNews) {
      const before = new Set(this.#queueOwner.keys())
      const queues = await this.#queues()
      for (const queue of queues) before.delete(queue.id)
      for (const id of before) this.#queueOwner.delete(id)
      deltas.push(...queues, ...[...before].map((id): Delta => ({ kind: 'remove', of: 'queue', id })))
    }
    const nodeIds = ids('node')
    if (nodeIds.length > 0) {
      const found = await readNodes(this.#sql, nodeIds)
      deltas.push(...this.#takeNodes(found), ...removals('node', nodeIds, found))
      for (const id of nodeIds) if (!found.some((node) => node.id === id)) this.#nodes.delete(id)
    }
    const workloadIds = ids('workload')
    for (let from = 0; from < workloadIds.length; from += 5_000) {
      const part = workloadIds.slice(from, from + 5_000)
      deltas.push(...(await this.reload(part)))
    }
    return deltas
  }

  /** These workloads as they are now. */
  async reload(workloadIds: readonly string[]): Promise<Delta[]> {
    const found = await this.#workloads(workloadIds)
    return [...found, ...removals('workload', workloadIds, found)]
  }

  /** Past use, for pools whose shares depend on it. Answers true when there is any. */
  async refreshUsage(): Promise<boolean> {
    this.#usage.clear()
    for (const pool of this.#pools.values()) {
      if (pool.delta.timeBased) this.#usage.set(pool.id, await readUsage(this.#sql, pool, this.#capacityOf(pool.id)))
    }
    return this.#usage.size > 0
  }

  /** By pool, how many runs may be preempted before its rate limit is reached; pools without one are not named. */
  async preemptionsLeft(): Promise<Record<string, number>> {
    const limits = new Map<string, number>()
    for (const { id, preemptionsPerHour } of this.#pools.values()) {
      if (preemptionsPerHour !== null) limits.set(id, preemptionsPerHour)
    }
    return limits.size === 0 ? {} : await readPreemptionsLeft(this.#sql, limits)
  }

  async queueDeltas(): Promise<Delta[]> {
    return await this.#queues()
  }

  #capacityOf(poolId: string): Record<string, number> {
    const mine = [...this.#nodes.values()].filter((node) => this.#poolIdOf(node) === poolId)
    return addAmounts(mine.map((node) => node.delta.allocatable))
  }

  #poolIdOf(node: NodeRow): string | undefined {
    const rules: PoolRule[] = [...this.#pools.values()].filter((pool) => pool.organizationId === node.organizationId)
    return poolOfNode(rules, node)
  }

  async #queues(): Promise<QueueUpsert[]> {
    const rows = await readQueues(this.#sql)
    for (const row of rows) this.#queueOwner.set(row.delta.id, row.organizationId)
    return rows.map(({ delta }) => {
      const pools = { ...delta.pools }
      for (const [poolId, byQueue] of this.#usage) {
        const usage = byQueue.get(delta.id)
        if (usage) pools[poolId] = { ...(pools[poolId] ?? { rank: 0, quotas: {} }), usage }
      }
      return { ...delta, pools }
    })
  }

  #takeNodes(rows: readonly NodeRow[]): NodeUpsert[] {
    return rows.map((row) => {
      this.#nodes.set(row.id, row)
      const poolId = this.#poolIdOf(row)
      return { ...row.delta, ...(poolId === undefined ? {} : { poolId }) }
    })
  }

  /** Where the first of a project comes whose place depends on labels, those of all its work are told. */
  async #workloads(ids?: readonly string[]): Promise<WorkloadUpsert[]> {
    const rows = await readWorkloads(this.#sql, { ...(ids ? { ids } : {}), labelled: this.#labelled })
    for (const row of rows) this.#classOwner.set(row.delta.classKey, row.organizationId)
    const upserts = rows.map((row) => row.delta)
    const fresh = new Set(
      upserts
        .filter((upsert) => upsert.near ?? upsert.apart)
        .flatMap(({ queueId }) => (this.#labelled.has(queueId) ? [] : queueId)),
    )
    if (fresh.size === 0) return upserts
    for (const projectId of fresh) this.#labelled.add(projectId)
    const theirs = await readWorkloads(this.#sql, { projectIds: [...fresh], labelled: this.#labelled })
    return [...upserts.filter(({ queueId }) => !fresh.has(queueId)), ...theirs.map((row) => row.delta)]
  }

  async #rePool(): Promise<Delta[]> {
    const before = new Set(this.#pools.keys())
    const pools = await readPools(this.#sql)
    this.#pools.clear()
    for (const pool of pools) {
      this.#pools.set(pool.id, pool)
      before.delete(pool.id)
    }
    return [
      ...pools.map((pool) => pool.delta),
      ...this.#takeNodes([...this.#nodes.values()]),
      ...[...before].map((id): Delta => ({ kind: 'remove', of: 'pool', id })),
    ]
  }
}

/** What was asked for and is not there any more. */
function removals(
  of: 'cluster' | 'node' | 'workload',
  ids: readonly string[],
  found: readonly ({ id: string } | { delta: { id: string } })[],
): Delta[] {
  const present = new Set(found.map((row) => ('delta' in row ? row.delta.id : row.id)))
  return ids.filter((id) => !present.has(id)).map((id) => ({ kind: 'remove', of, id }))
}
