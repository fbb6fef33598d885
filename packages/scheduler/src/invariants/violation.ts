import type { SchedulerState } from '../state/state.ts'

/** Something that must never be true of a state. */
export interface Violation {
  kind:
    | 'overcommit'
    | 'nomination-overcommit'
    | 'limit'
    | 'borrow-limit'
    | 'lend-limit'
    | 'user-limit'
    | 'non-preemptible-over-quota'
    | 'gang'
    | 'placement'
  /** Id of the node, queue, pool or workload. */
  subject: string
  resource?: string
  held?: number
  bound?: number
  text: string
}

/** A violation that is told in amounts of one resource. */
export function excess(
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

/** Nodes that a workload's run or nomination names, by state number. */
export function slotsOf(state: SchedulerState, workload: number): Int32Array {
  const { slab, slotStart, slotCount } = state.workloads
  return slab.values.subarray(slotStart[workload]!, slotStart[workload]! + slotCount[workload]!)
}

/** Replicas that a run is charged for: all, or as many as an elastic gang stands with. */
export function chargedReplicas({ workloads, classes }: SchedulerState, workload: number): number {
  const k = workloads.class[workload]!
  const isElastic = classes.replicasMin[k] !== classes.replicas[k]
  return (isElastic && workloads.slotCount[workload]) || classes.replicas[k]!
}
