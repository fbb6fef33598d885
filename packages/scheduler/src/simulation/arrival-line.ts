import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { Plan } from '../plan.ts'

/** Waiting work in order of arrival. */
export interface ArrivalLine {
  known: Map<string, WorkloadUpsert>
  /** Iterated by arrival while `isSorted`. */
  waiting: Map<string, WorkloadUpsert>
  last: WorkloadUpsert | undefined
  isSorted: boolean
}

export function createArrivalLine(): ArrivalLine {
  return { known: new Map(), waiting: new Map(), last: undefined, isSorted: true }
}

export function keepLine(line: ArrivalLine, news: readonly Delta[]): void {
  for (const delta of news) {
    if (delta.kind === 'workload') {
      line.known.set(delta.id, delta)
      if (delta.run === undefined) stand(line, delta)
      else line.waiting.delete(delta.id)
    } else if (delta.kind === 'run') {
      const upsert = line.known.get(delta.workloadId)
      if (delta.run !== undefined) line.waiting.delete(delta.workloadId)
      else if (upsert !== undefined) stand(line, upsert)
    } else if (delta.kind === 'remove' && delta.of === 'workload') {
      line.waiting.delete(delta.id)
      line.known.delete(delta.id)
    }
  }
}

function stand(line: ArrivalLine, upsert: WorkloadUpsert): void {
  if (line.last !== undefined && inOrder(upsert, line.last) < 0) line.isSorted = false
  else line.last = upsert
  line.waiting.set(upsert.id, upsert)
}

function inOrder(a: WorkloadUpsert, b: WorkloadUpsert): number {
  return a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1)
}

/** The plan without what stands, in its pool, behind the first one that cannot start. */
export function cutAtFirstBlocked(plan: Plan, line: ArrivalLine): Plan {
  if (!line.isSorted) {
    line.waiting = new Map([...line.waiting].sort(([, a], [, b]) => inOrder(a, b)))
    line.isSorted = true
  }
  const placed = new Map(plan.assignments.map((assignment) => [assignment.workloadId, assignment]))
  const blocked = new Set<string>()
  const assignments: Plan['assignments'] = []
  for (const [id, { poolId }] of line.waiting) {
    if (assignments.length === placed.size) break
    if (blocked.has(poolId)) continue
    const assignment = placed.get(id)
    if (assignment === undefined) blocked.add(poolId)
    else assignments.push(assignment)
  }
  return { ...plan, assignments }
}
