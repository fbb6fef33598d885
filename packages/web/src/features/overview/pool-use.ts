import type { Node } from '../clusters/node-heat.ts'
import type { Queue } from '../queues/shares.ts'

/** One resource of a node pool: how much of it is taken, and how much of that beyond what its holders are owed. */
export interface PoolUse {
  name: string
  allocated: number
  total: number
  borrowed: number
  /** Asked for and not given. */
  wanted: number
}

/** Pools by name. Nodes that are gone or not ready count as they are known: what runs there still holds it. */
export function poolUse(nodes: readonly Node[], queues: readonly Queue[], resource: string): PoolUse[] {
  const pools = new Map<string, PoolUse>()
  const poolOf = (name: string) => {
    const known = pools.get(name) ?? { name, allocated: 0, total: 0, borrowed: 0, wanted: 0 }
    pools.set(name, known)
    return known
  }
  for (const { nodePool, allocatable, allocated } of nodes) {
    const pool = poolOf(nodePool?.name ?? 'no pool')
    pool.total += allocatable[resource] ?? 0
    pool.allocated += allocated[resource] ?? 0
  }
  for (const { nodePool, queue, allocated, requested, deserved } of queues) {
    if (queue.kind !== 'project' || !pools.has(nodePool.name)) continue
    const pool = poolOf(nodePool.name)
    const held = allocated[resource] ?? 0
    // Without a quota everything is owed, so nothing is borrowed.
    pool.borrowed += Math.max(0, held - (deserved[resource] ?? Infinity))
    pool.wanted += Math.max(0, (requested[resource] ?? 0) - held)
  }
  return [...pools.values()].filter(({ total }) => total > 0).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
