import { sortedIds } from '../state/id-table.ts'
import { GPU, GPU_DEVICE } from '../state/resources.ts'
import type { SchedulerState } from '../state/state.ts'
import { excess, slotsOf, type Violation } from './violation.ts'

/** Nodes whose runs hold more than there is. */
export function checkNodes(state: SchedulerState): Violation[] {
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
export function checkDevices(state: SchedulerState): Violation[] {
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
export function checkNominations(state: SchedulerState): Violation[] {
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
