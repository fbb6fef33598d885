import type { GanttBar, GanttRow } from '../../components/gantt/gantt-layout.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { hasRun, type Workload } from '../workloads/phases.ts'
import type { Node } from './node-heat.ts'

export type Decision = Outputs['queues']['decisions']['items'][number]

export interface WorkBar extends GanttBar {
  /** Absent of an event and of a level. */
  workload?: Workload
  /** What a line says of it where that is not told by its workload. */
  about?: string
}

/** As many as are looked at. */
const NEXT_MAX = 12

/** Names of projects by how much they do, for colours that stay while little changes. */
export function projectsOf(workloads: readonly Workload[]): string[] {
  return [...new Set(workloads.map(({ project }) => project.name))].toSorted()
}

/** From when to when work held its nodes; absent while it holds none. Work that was started again holds them since its last start. */
export function heldSpan({ startedAt, finishedAt, status }: Workload, now: number): [number, number] | undefined {
  // What waits again is on no node, though an earlier run of it was.
  if (startedAt === null || (finishedAt === null && !hasRun(status.phase))) return undefined
  if (finishedAt !== null) return [Date.parse(startedAt), Date.parse(finishedAt)]
  const isAgain = status.generation > 1 && status.phase === 'RUNNING'
  return [Date.parse(isAgain ? status.since : startedAt), now]
}

/** What each node did and does, in the order of `nodes`, and below what is expected to start next anywhere. */
export function ganttRows(
  nodes: readonly Pick<Node, 'name' | 'ready'>[],
  work: readonly Workload[],
  waiting: readonly Workload[],
  decisions: readonly Decision[],
  now: number,
): GanttRow<WorkBar>[] {
  const projects = projectsOf([...work, ...waiting])
  const colorOf = ({ project }: Workload) => projects.indexOf(project.name)
  const byNode = new Map<string, WorkBar[]>(nodes.map(({ name }) => [name, []]))
  for (const workload of work) {
    const span = heldSpan(workload, now)
    if (!span) continue
    const { phase } = workload.status
    const bar: WorkBar = {
      id: workload.id,
      name: workload.name,
      workload,
      start: span[0],
      end: span[1],
      color: colorOf(workload),
      kind: workload.finishedAt === null ? 'now' : 'past',
      mark: phase === 'FAILED' ? 'failed' : phase === 'CANCELLED' ? 'cancelled' : undefined,
    }
    for (const node of new Set(workload.nodes)) byNode.get(node)?.push(bar)
  }
  for (const decision of decisions) {
    if (decision.kind !== 'preempted') continue
    for (const node of decision.nodes) byNode.get(node)?.push(preemption(decision))
  }
  const next = nextBars(waiting, colorOf, now)
  return [
    ...nodes.map(({ name, ready }) => ({
      id: name,
      name: ready ? name : `${name} · not ready`,
      bars: byNode.get(name) ?? [],
    })),
    ...(next.length > 0 ? [{ id: 'next', name: 'Expected to start, in any cluster', bars: next }] : []),
  ]
}

/** Somebody had to make room, as a mark in time. */
function preemption({ id, at, workload, project, cause, beneficiary }: Decision): WorkBar {
  const moment = Date.parse(at)
  const why = cause === 'RECLAIM' ? 'its project held more than it is owed' : 'somebody of higher priority waited'
  const whom = beneficiary ? ` for ${beneficiary.workload?.name ?? 'work'} of ${beneficiary.project}` : ''
  return {
    id: workload?.id ?? `decision-${id}`,
    name: workload?.name ?? 'work of another project',
    start: moment,
    end: moment,
    color: 0,
    kind: 'event',
    mark: 'preempted',
    about: `${workload?.name ?? 'work'} of ${project} made room${whom}: ${why}`,
  }
}

/** What is expected to start, the earliest first. */
function nextBars(waiting: readonly Workload[], colorOf: (workload: Workload) => number, now: number): WorkBar[] {
  return waiting
    .flatMap((workload): WorkBar[] => {
      const { p50, p90 } = workload.startEstimate ?? { p50: null, p90: null }
      if (p50 === null) return []
      const start = Math.max(now, Date.parse(p50))
      const end = Math.max(start, p90 === null ? start : Date.parse(p90))
      return [{ id: workload.id, name: workload.name, workload, start, end, color: colorOf(workload), kind: 'next' }]
    })
    .toSorted((a, b) => a.start - b.start)
    .slice(0, NEXT_MAX)
}
