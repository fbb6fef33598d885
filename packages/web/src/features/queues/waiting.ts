import type { Workload } from '../workloads/phases.ts'

/** Waiting work with its place in the queue that it waits in. */
export interface Waiting {
  id: string
  workload: Workload
  /** From 1, among those of its project in its pool. */
  place: number
  of: number
}

/** The order in which the scheduler looks at one queue: priority first, then age. Queues stand under each other by name. */
export function inQueueOrder(workloads: readonly Workload[]): Waiting[] {
  const queues = Map.groupBy(workloads, ({ project, nodePool }) => `${project.name} ${nodePool.name}`)
  return [...queues]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, members]) =>
      members.toSorted(bySchedule).map((workload, index) => ({
        id: workload.id,
        workload,
        place: index + 1,
        of: members.length,
      })),
    )
}

function bySchedule(a: Workload, b: Workload): number {
  return b.priority - a.priority || Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || (a.id < b.id ? -1 : 1)
}

/** How many wait for each reason, most first. Work that no round has looked at has none. */
export function reasonCounts(workloads: readonly Workload[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { status } of workloads) if (status.reason) counts.set(status.reason, (counts.get(status.reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}
