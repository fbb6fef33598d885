import type { NodeUpsert, QueueUpsert } from '../delta.ts'
import type { QueueStanding } from '../plan.ts'
import type { SimulatedWorld } from './simulated-world.ts'
import type { ShareSeries } from './simulation-result.ts'

/** Looks at shares from time to time. */
export interface ShareMeter {
  everyMs: number
  nextAt: number
  pools: Map<string, PoolMeter>
}

interface PoolMeter {
  at: number[]
  queues: Map<string, { allocatedShare: number[]; fairShare: number[] }>
}

export function createShareMeter(everyMs: number): ShareMeter {
  return { everyMs, nextAt: -Infinity, pools: new Map() }
}

/** One look, after a round: every leaf's parts of its pool, in the pool's resource. */
export function lookAtShares(meter: ShareMeter, world: SimulatedWorld, standings: readonly QueueStanding[]): void {
  meter.nextAt = world.now + meter.everyMs
  world.counts.looks += 1
  const parents = parentsOf(world.queues)
  const capacities = capacityOf(world.nodes.values())
  for (const [poolId] of world.pools) {
    const capacity = capacities.get(poolId) ?? {}
    const resource = resourceOf(capacity)
    const total = capacity[resource] ?? 0
    const pool = poolMeter(meter, poolId)
    pool.at.push(world.now)
    for (const { queueId, poolId: at, allocated, fairShare } of standings) {
      if (at !== poolId || parents.has(queueId)) continue
      const queue = queueMeter(pool, queueId)
      queue.allocatedShare.push(total === 0 ? 0 : (allocated[resource] ?? 0) / total)
      queue.fairShare.push(total === 0 ? 0 : (fairShare[resource] ?? 0) / total)
    }
    for (const queue of pool.queues.values()) fill(queue, pool.at.length)
  }
}

export function seriesOf(meter: ShareMeter): ShareSeries[] {
  return [...meter.pools]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([poolId, { at, queues }]) => ({
      poolId,
      at,
      queues: [...queues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([queueId, shares]) => ({ queueId, ...shares })),
    }))
}

/** What pools have, by pool id and resource. */
export function capacityOf(nodes: Iterable<NodeUpsert>): Map<string, Record<string, number>> {
  const capacities = new Map<string, Record<string, number>>()
  for (const { poolId, allocatable } of nodes) {
    if (poolId === undefined) continue
    const capacity = capacities.get(poolId) ?? {}
    for (const [name, amount] of Object.entries(allocatable)) capacity[name] = (capacity[name] ?? 0) + amount
    capacities.set(poolId, capacity)
  }
  return capacities
}

/** The resource that a pool's shares are told in. */
export function resourceOf(capacity: Readonly<Record<string, number>>): string {
  return (capacity['gpu'] ?? 0) > 0 ? 'gpu' : 'cpu'
}

export function parentsOf(queues: ReadonlyMap<string, QueueUpsert>): Set<string> {
  const parents = new Set<string>()
  for (const { parentId } of queues.values()) if (parentId !== undefined) parents.add(parentId)
  return parents
}

function poolMeter(meter: ShareMeter, poolId: string): PoolMeter {
  const known = meter.pools.get(poolId)
  if (known !== undefined) return known
  const made: PoolMeter = { at: [], queues: new Map() }
  meter.pools.set(poolId, made)
  return made
}

function queueMeter(pool: PoolMeter, queueId: string): { allocatedShare: number[]; fairShare: number[] } {
  let queue = pool.queues.get(queueId)
  if (queue === undefined) pool.queues.set(queueId, (queue = { allocatedShare: [], fairShare: [] }))
  fill(queue, pool.at.length - 1)
  return queue
}

/** A queue that was not there had nothing. */
function fill(queue: { allocatedShare: number[]; fairShare: number[] }, length: number): void {
  while (queue.allocatedShare.length < length) {
    queue.allocatedShare.push(0)
    queue.fairShare.push(0)
  }
}
