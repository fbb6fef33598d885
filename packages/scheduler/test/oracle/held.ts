import type { QueueUpsert, WorkloadUpsert } from '../../src/index.ts'
import type { World } from '../world.ts'

/** What a queue is charged for so many replicas, by resource. GPUs from one upwards are charged whole. */
export function chargeOf(one: WorkloadUpsert, replicas: number): Map<string, number> {
  const charge = new Map<string, number>()
  for (const [resource, asked] of Object.entries(one.requests)) {
    const amount = resource === 'gpu' && asked > 1_000 ? Math.ceil(asked / 1_000) * 1_000 : asked
    if (amount > 0) charge.set(resource, amount * replicas)
  }
  return charge
}

/** The queue and all above it, the nearest first. */
export function pathOf(w: World, queueId: string): QueueUpsert[] {
  const queue = w.known.queues.get(queueId)
  if (queue === undefined) return []
  return queue.parentId === undefined ? [queue] : [queue, ...pathOf(w, queue.parentId)]
}

/** What runs in a pool, stopping runs included, with the number of its replicas. */
export function standing(w: World, poolId: string): { one: WorkloadUpsert; replicas: number }[] {
  const found: { one: WorkloadUpsert; replicas: number }[] = []
  for (const [id, { nodeIds }] of w.runs) {
    const one = w.known.workloads.get(id)
    const home = w.known.nodes.get(nodeIds[0]!)?.poolId ?? one?.poolId
    if (one !== undefined && home === poolId) found.push({ one, replicas: nodeIds.length })
  }
  return found
}

/** What the runs in a queue and below it hold of one resource of a pool, counting those that `counts` accepts. */
export function heldIn(
  w: World,
  poolId: string,
  queueId: string,
  resource: string,
  counts: (one: WorkloadUpsert) => boolean = () => true,
): number {
  let held = 0
  for (const { one, replicas } of standing(w, poolId)) {
    if (!counts(one) || !pathOf(w, one.queueId).some(({ id }) => id === queueId)) continue
    held += chargeOf(one, replicas).get(resource) ?? 0
  }
  return held
}
