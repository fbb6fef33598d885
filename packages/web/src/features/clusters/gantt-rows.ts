import type { GanttBar, GanttRow } from '../../components/gantt/gantt-layout.ts'
import { hasRun, type Workload } from '../workloads/phases.ts'

export interface WorkBar extends GanttBar {
  workload: Workload
}

const ENDED_BADLY = new Set(['FAILED', 'CANCELLED'])
/** As many as are looked at. */
const NEXT_MAX = 12

/** Names of projects by how much they do, for colours that stay while little changes. */
export function projectsOf(workloads: readonly Workload[]): string[] {
  return [...new Set(workloads.map(({ project }) => project.name))].toSorted()
}

/** What each node did and does, and below what is expected to start next anywhere. */
export function ganttRows(
  nodes: readonly string[],
  work: readonly Workload[],
  waiting: readonly Workload[],
  now: number,
): GanttRow<WorkBar>[] {
  const projects = projectsOf([...work, ...waiting])
  const colorOf = ({ project }: Workload) => projects.indexOf(project.name)
  const byNode = new Map<string, WorkBar[]>(nodes.map((name) => [name, []]))
  for (const workload of work) {
    const { startedAt, finishedAt, status } = workload
    // What waits again is on no node, though an earlier run of it was.
    if (startedAt === null || (finishedAt === null && !hasRun(status.phase))) continue
    const bar: WorkBar = {
      id: workload.id,
      name: workload.name,
      workload,
      start: Date.parse(startedAt),
      end: finishedAt === null ? now : Date.parse(finishedAt),
      color: colorOf(workload),
      kind: finishedAt === null ? 'now' : 'past',
      isBad: ENDED_BADLY.has(status.phase),
    }
    for (const node of new Set(workload.nodes)) byNode.get(node)?.push(bar)
  }
  const next = waiting
    .flatMap((workload): WorkBar[] => {
      const { p50, p90 } = workload.startEstimate ?? { p50: null, p90: null }
      if (p50 === null) return []
      const start = Math.max(now, Date.parse(p50))
      const end = Math.max(start, p90 === null ? start : Date.parse(p90))
      return [{ id: workload.id, name: workload.name, workload, start, end, color: colorOf(workload), kind: 'next' }]
    })
    .toSorted((a, b) => a.start - b.start)
    .slice(0, NEXT_MAX)
  return [
    ...[...byNode].map(([name, bars]) => ({ id: name, name, bars })),
    ...(next.length > 0 ? [{ id: 'next', name: 'Expected to start, in any cluster', bars: next }] : []),
  ]
}
