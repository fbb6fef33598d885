import { defaultQuota } from './fairness/ledger.ts'
import { openQueueTree } from './round/queue-tree.ts'
import { GPU, GPU_DEVICE } from './state/resources.ts'
import { sortedIds } from './state/id-table.ts'
import type { SchedulerState } from './state/state.ts'

/** Something that must never be true of a state. */
export interface Violation {
  kind: 'overcommit' | 'nomination-overcommit' | 'limit' | 'non-preemptible-over-quota' | 'gang'
  /** Id of the node, queue or workload. */
  subject: string
  resource?: string
  held?: number
  bound?: number
  text: string
}

/**
 * What is wrong with a state, in the order of ids; empty when nothing is. Stopping runs still hold their room and count. Where
 * an operator shrinks a node or a quota below what is held already, that shows here too, though no round did it.
 */
export function checkInvariants(state: SchedulerState): Violation[] {
  return [
    ...checkNodes(state),
    ...checkDevices(state),
    ...checkNominations(state),
    ...checkQueues(state),
    ...checkGangs(state),
  ]
}

function checkNodes(state: SchedulerState): Violation[] {
  const found: Violation[] = []
  const { nodes, width } = state
  for (const node of sortedIds(nodes.table)) {
    for (let r = 0; r < width; r++) {
      const held = nodes.used[node * width + r]!
      const bound = nodes.allocatable[node * width + r]!
      if (held > bound) found.push(excess(state, 'overcommit', nodes.table.ids[node]!, r, held, bound))
    }
  }
  return found
}

/** Shared devices: parts that cannot be packed into the devices that whole requests leave over, though their sum could. */
function checkDevices(state: SchedulerState): Violation[] {
  const { workloads, nodes, shapes, width } = state
  const whole = new Float64Array(nodes.table.size)
  const parts = new Map<number, number[]>()
  for (const workload of sortedIds(workloads.table)) {
    if (workloads.runCluster[workload] === -1) continue
    const amount = shapes.requests[state.classes.shape[workloads.class[workload]!]! * width + GPU]!
    for (const node of slotsOf(state, workload)) {
      if (amount >= GPU_DEVICE) whole[node]! += amount
      else if (amount > 0) parts.set(node, [...(parts.get(node) ?? []), amount])
    }
  }
  const found: Violation[] = []
  for (const node of sortedIds(nodes.table)) {
    const bound = nodes.allocatable[node * width + GPU]!
    const held = whole[node]! + packParts(parts.get(node) ?? []) * GPU_DEVICE
    const isTold = nodes.used[node * width + GPU]! > bound
    if (held > bound && parts.has(node) && !isTold) {
      found.push(excess(state, 'overcommit', nodes.table.ids[node]!, GPU, held, bound))
    }
  }
  return found
}

/** Devices that first-fit in falling size needs for parts. */
function packParts(parts: readonly number[]): number {
  const open: number[] = []
  for (const part of [...parts].sort((a, b) => b - a)) {
    const device = open.findIndex((free) => free >= part)
    if (device === -1) open.push(GPU_DEVICE - part)
    else open[device]! -= part
  }
  return open.length
}

/** What is held once everything that stops has stopped and every nominee stands where it was nominated. */
function checkNominations(state: SchedulerState): Violation[] {
  const { nodes, workloads, width } = state
  const later = new Float64Array(nodes.table.size * width)
  const isNominated = new Uint8Array(nodes.table.size)
  for (const workload of sortedIds(workloads.table)) {
    const isNominee = workloads.nominatedCluster[workload] !== -1
    if (!isNominee && (workloads.runCluster[workload] === -1 || workloads.stopping[workload] === 1)) continue
    const row = state.classes.shape[workloads.class[workload]!]! * width
    for (const node of slotsOf(state, workload)) {
      if (isNominee) isNominated[node] = 1
      for (let r = 0; r < width; r++) later[node * width + r]! += state.shapes.requests[row + r]!
    }
  }
  const found: Violation[] = []
  for (const node of sortedIds(nodes.table)) {
    if (isNominated[node] === 0) continue
    for (let r = 0; r < width; r++) {
      const held = later[node * width + r]!
      const bound = nodes.allocatable[node * width + r]!
      if (held > bound) found.push(excess(state, 'nomination-overcommit', nodes.table.ids[node]!, r, held, bound))
    }
  }
  return found
}

function checkQueues(state: SchedulerState): Violation[] {
  const tree = openQueueTree(state)
  const { width } = state
  const found: Violation[] = []
  for (const pool of sortedIds(state.pools.table)) {
    const held = new Float64Array(tree.count * width)
    const fixed = new Float64Array(tree.count * width)
    sumRuns(state, pool, tree.local, tree.parent, held, fixed)
    const poolId = state.pools.table.ids[pool]!
    for (let q = 1; q < tree.count; q++) {
      const queue = state.queues.upserts[tree.queue[q]!]!
      for (let r = 0; r < width; r++) {
        if (held[q * width + r] === 0) continue
        const name = state.resourceNames[r]!
        const { limit, deserved } = queue.pools[poolId]?.quotas[name] ?? defaultQuota(name)
        const all = held[q * width + r]!
        const firm = fixed[q * width + r]!
        if (limit !== null && all > limit) found.push(excess(state, 'limit', queue.id, r, all, limit))
        if (deserved !== null && firm > deserved) {
          found.push(excess(state, 'non-preemptible-over-quota', queue.id, r, firm, deserved))
        }
      }
    }
  }
  return found
}

function sumRuns(
  state: SchedulerState,
  pool: number,
  local: Int32Array,
  parent: Int32Array,
  held: Float64Array,
  fixed: Float64Array,
): void {
  const { workloads, classes, shapes, width } = state
  for (const workload of sortedIds(workloads.table)) {
    const k = workloads.class[workload]!
    if (workloads.runCluster[workload] === -1 || classes.pool[k] !== pool) continue
    const row = classes.shape[k]! * width
    for (let q = local[classes.queue[k]!] ?? -1; q > 0; q = parent[q]!) {
      for (let r = 0; r < width; r++) {
        const amount = shapes.requests[row + r]! * classes.replicas[k]!
        held[q * width + r]! += amount
        if (classes.preemptible[k] === 0) fixed[q * width + r]! += amount
      }
    }
  }
}

function checkGangs(state: SchedulerState): Violation[] {
  const { workloads, nodes, classes } = state
  const found: Violation[] = []
  for (const workload of sortedIds(workloads.table)) {
    const run = workloads.runCluster[workload]!
    const count = workloads.slotCount[workload]!
    // A run without nodes was assigned to a pool that grows on demand.
    if (run === -1 || count === 0) continue
    const id = workloads.table.ids[workload]!
    const replicas = classes.replicas[workloads.class[workload]!]!
    if (count !== replicas) {
      found.push({ kind: 'gang', subject: id, text: `${id} has ${count} of its ${replicas} replicas placed` })
    }
    const strays = slotsOf(state, workload).filter(
      (node) => nodes.table.known[node] === 1 && nodes.cluster[node] !== run,
    )
    if (strays.length > 0) {
      found.push({
        kind: 'gang',
        subject: id,
        text: `${id} has ${strays.length} replicas outside the cluster of its run`,
      })
    }
  }
  return found
}

function slotsOf(state: SchedulerState, workload: number): Int32Array {
  const { slab, slotStart, slotCount } = state.workloads
  return slab.values.subarray(slotStart[workload]!, slotStart[workload]! + slotCount[workload]!)
}

function excess(
  state: SchedulerState,
  kind: Violation['kind'],
  subject: string,
  r: number,
  held: number,
  bound: number,
): Violation {
  const resource = state.resourceNames[r]!
  return { kind, subject, resource, held, bound, text: `${subject} holds ${held} ${resource} of at most ${bound}` }
}
