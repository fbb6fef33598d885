import type { PendingCount } from './count-pending.ts'
import type { PendingFilter } from './pending-filter.ts'

/** One queue's waiting work in one pool. */
export interface Line {
  projectId: string
  poolId: string
  project: string
  pool: string
  /** How many of it match. */
  count: number
}

export function lineKey(projectId: string, poolId: string): string {
  return `${projectId} ${poolId}`
}

/** How many stand in each line, whatever their reason, by {@link lineKey}. Undefined where the filter looks at names, and so did not count all. */
export function lengthsOfLines(
  counts: readonly PendingCount[],
  filter: PendingFilter,
): ReadonlyMap<string, number> | undefined {
  if (filter.search) return undefined
  const lengths = new Map<string, number>()
  for (const { projectId, poolId, count } of counts) {
    const key = lineKey(projectId, poolId)
    lengths.set(key, (lengths.get(key) ?? 0) + count)
  }
  return lengths
}

/** The lines in which something matches, in the order of the pages: by name of pool and project. */
export function linesOf(counts: readonly PendingCount[], filter: PendingFilter): Line[] {
  const lines = new Map<string, Line>()
  for (const { projectId, poolId, count, isAsked } of counts) {
    if (!isAsked) continue
    const key = lineKey(projectId, poolId)
    const known = lines.get(key)
    if (known) known.count += count
    else {
      const project = filter.projectNames.get(projectId) ?? projectId
      lines.set(key, { projectId, poolId, project, pool: filter.poolNames.get(poolId) ?? poolId, count })
    }
  }
  return [...lines.values()].toSorted(compareLines)
}

/** By name of pool, then of project. */
export function compareLines(a: Pick<Line, 'pool' | 'project'>, b: Pick<Line, 'pool' | 'project'>): number {
  return compare(a.pool, b.pool) || compare(a.project, b.project)
}

/** Names are unique, and the same everywhere: without regard to anybody's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Where in the lines a page begins: the first line of it, and how many of its matches come before. */
export function startOf(lines: readonly Line[], skip: number): { from: number; offset: number } {
  let offset = skip
  for (const [from, { count }] of lines.entries()) {
    if (offset < count) return { from, offset }
    offset -= count
  }
  return { from: lines.length, offset: 0 }
}
