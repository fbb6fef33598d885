import type { GanttRow } from '../../components/gantt/gantt-layout.ts'
import type { TimeWindow } from '../../components/gantt/gantt-window.ts'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import type { Workload } from '../workloads/phases.ts'
import { heldSpan, type WorkBar } from './gantt-rows.ts'
import type { Node } from './node-heat.ts'

/** Above so many nodes, rows are groups of them at first. */
export const NODE_ROWS_MAX = 200
/** Steps of the curve of a group, over the window. */
const STEPS = 60

/** Labels that nodes can be grouped by besides their pool: the levels of the topology of pools that some node has, the nearest first. */
export function rackLabels(nodes: readonly Pick<Node, 'labels'>[], levels: readonly (readonly string[])[]): string[] {
  const wanted = [...new Set([...levels.flatMap((level) => level.toReversed()), 'topology.kubernetes.io/rack', 'rack'])]
  return wanted.filter((label) => new Set(nodes.map(({ labels }) => labels[label])).size > 1)
}

/** Nodes by their pool, or by what they carry under a label; those without it are a group of their own at the end. */
export function groupNodes<N extends Pick<Node, 'name' | 'labels' | 'nodePool'>>(
  nodes: readonly N[],
  by: string,
): Map<string, N[]> {
  const none = by === 'pool' ? 'no pool' : `without ${by}`
  const groups = Map.groupBy(nodes, (node) => (by === 'pool' ? node.nodePool?.name : node.labels[by]) ?? none)
  return new Map([...groups].toSorted(([a], [b]) => Number(a === none) - Number(b === none) || (a < b ? -1 : 1)))
}

/**
 * A row for each group: how many of its nodes were held on average in each step of the window, a node that several shared counting once. A step in which
 * work failed carries the mark of it.
 */
export function groupRows(
  groups: ReadonlyMap<string, readonly Pick<Node, 'name'>[]>,
  work: readonly Workload[],
  { from, until }: TimeWindow,
  now: number,
): GanttRow<WorkBar>[] {
  const step = (until - from) / STEPS
  const groupOf = new Map([...groups].flatMap(([group, nodes]) => nodes.map(({ name }) => [name, group] as const)))
  const spans = new Map<string, [number, number][]>()
  const failures = new Map<string, number[]>([...groups.keys()].map((group) => [group, stepsOf()]))
  for (const workload of work) {
    const span = heldSpan(workload, now)
    if (!span) continue
    const nodes = new Set(workload.nodes)
    for (const node of nodes) if (groupOf.has(node)) push(spans, node, span)
    if (workload.status.phase !== 'FAILED' || span[1] < from || span[1] >= until) continue
    for (const group of new Set([...nodes].flatMap((node) => groupOf.get(node) ?? []))) {
      const counts = failures.get(group)
      const at = Math.min(STEPS - 1, Math.floor((span[1] - from) / step))
      if (counts) counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return [...groups].map(([group, nodes]) => {
    const held = stepsOf()
    for (const { name } of nodes) addHeld(held, spans.get(name) ?? [], { from, until })
    const last = Math.min(STEPS - 1, Math.floor((now - from) / step))
    const bars = held.slice(0, Math.max(0, last + 1)).map((sum, index): WorkBar => {
      const failed = failures.get(group)?.[index] ?? 0
      const start = from + index * step
      const isLast = index === last
      // What is yet to come of the newest step is not known to be free.
      const known = isLast ? Math.max(1, Math.min(step, now - start)) : step
      const average = Math.min(nodes.length, sum / known)
      return {
        id: `${group} ${index}`,
        name: group,
        start,
        end: from + (index + 1) * step,
        color: 0,
        kind: 'level',
        level: average / Math.max(1, nodes.length),
        mark: failed > 0 ? 'failed' : undefined,
        about: `${group}: ${formatNumber(average, 1)} of ${plural(nodes.length, 'node')} held${failed > 0 ? `, ${formatNumber(failed)} failed` : ''}`,
      }
    })
    return { id: group, name: `${group} · ${plural(nodes.length, 'node')}`, bars }
  })
}

const stepsOf = (): number[] => Array.from({ length: STEPS }, () => 0)

function push(spans: Map<string, [number, number][]>, node: string, span: [number, number]): void {
  const known = spans.get(node)
  if (known) known.push(span)
  else spans.set(node, [span])
}

/** Adds to each step how long the spans cover it together, in milliseconds. */
function addHeld(held: number[], spans: readonly [number, number][], { from, until }: TimeWindow): void {
  const step = (until - from) / STEPS
  let covered = from
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = Math.min(end, until)
    let at = Math.max(start, covered)
    for (let index = Math.max(0, Math.floor((at - from) / step)); at < last && index < STEPS; index += 1) {
      const next = index === STEPS - 1 ? last : Math.min(last, from + (index + 1) * step)
      held[index] = (held[index] ?? 0) + Math.max(0, next - at)
      at = Math.max(at, next)
    }
    covered = Math.max(covered, last)
  }
}
