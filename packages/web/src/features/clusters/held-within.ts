import type { TimeWindow } from '../../components/gantt/gantt-window.ts'
import type { Workload } from '../workloads/phases.ts'
import { heldSpan } from './gantt-rows.ts'

/** One workload with the nodes that it held, and from when to when, in milliseconds since the epoch. */
export interface HeldWork {
  id: string
  workload: Workload
  nodes: readonly string[]
  from: number
  until: number
}

/** Work that held some of the nodes within the window, each once. */
export function heldWithin(
  work: readonly Workload[],
  nodes: ReadonlySet<string>,
  { from, until }: TimeWindow,
  now: number,
): HeldWork[] {
  return work.flatMap((workload) => {
    const span = heldSpan(workload, now)
    if (!span || span[1] < from || span[0] > until) return []
    const held = [...new Set(workload.nodes)].filter((node) => nodes.has(node))
    return held.length > 0 ? [{ id: workload.id, workload, nodes: held, from: span[0], until: span[1] }] : []
  })
}
