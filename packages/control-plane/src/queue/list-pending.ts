import { eq, sql, type SQL } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { workloads } from '../db/schema/workloads.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { countPending, type PendingCount } from './internal/count-pending.ts'
import { compareLines, lengthsOfLines, linesOf, startOf, type Line } from './internal/lines-of.ts'
import { pendingFilter, type PendingFilter } from './internal/pending-filter.ts'
import { placesOf } from './internal/places-of.ts'
import { readLines } from './internal/read-lines.ts'
import { viewPending } from './internal/view-pending.ts'
import { ListPending, Pending, type PendingWorkload } from './schemas.ts'

const OLDEST_MAX = 5

export const listPending = action({
  name: 'queue.pending',
  summary: 'What waits, in the order of the scheduler, and why; with totals over everything that matches',
  rest: { method: 'get', path: '/queue/pending' },
  allow: 'workload:read',
  input: ListPending,
  output: Pending,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const filter = await pendingFilter(ctx, q, input)
      const counts = await countPending(q, filter)
      const lines = linesOf(counts, filter)
      const start: Start =
        input.pageToken === undefined ? startOf(lines, input.skip) : await startAfter(q, lines, filter, input.pageToken)
      const found = await readLines(q, filter, lines.slice(start.from), {
        limit: input.pageSize === 0 ? 0 : input.pageSize + 1,
        offset: start.offset,
        after: start.after,
      })
      const lengths = lengthsOfLines(counts, filter)
      const items = await viewPending(q, found.slice(0, input.pageSize), lengths)
      const isFirst = input.skip === 0 && input.pageToken === undefined
      return {
        items,
        nextPageToken: found.length > input.pageSize ? (found[input.pageSize - 1]?.id ?? null) : null,
        total: lines.reduce((sum, { count }) => sum + count, 0),
        reasons: reasonsOf(counts),
        queues: lines.map(({ projectId, project, poolId, pool, count }) => ({
          project: { id: projectId, name: project },
          nodePool: { id: poolId, name: pool },
          count,
        })),
        oldest: isFirst ? await oldestOf(q, counts, lengths) : [],
      }
    }),
})

interface Start {
  from: number
  offset: number
  after?: SQL
}

/** Behind the last one of the page before, which may have left the queue meanwhile, but not the table. */
async function startAfter(q: DrizzleTx, lines: readonly Line[], filter: PendingFilter, id: string): Promise<Start> {
  const [last] = await q
    .select({
      projectId: workloads.projectId,
      poolId: workloads.nodePoolId,
      priority: workloads.priority,
      // To the microsecond, which a Date does not hold.
      queuedAt: sql<string>`${workloads.queuedAt}::text`,
    })
    .from(workloads)
    .where(eq(workloads.id, id))
  const project = filter.projectNames.get(last?.projectId ?? '')
  const pool = filter.poolNames.get(last?.poolId ?? '')
  if (!last || project === undefined || pool === undefined) {
    throw new AppError('VALIDATION', 'pageToken: there is no such page', { hint: 'begin again without pageToken' })
  }
  const from = lines.findIndex((line) => compareLines(line, { project, pool }) >= 0)
  if (from < 0) return { from: lines.length, offset: 0 }
  const isSameLine = lines[from]?.projectId === last.projectId && lines[from].poolId === last.poolId
  return {
    from,
    offset: 0,
    ...(isSameLine
      ? {
          after: sql`(-priority, queued_at, id) > (${-last.priority}::int, ${last.queuedAt}::timestamptz, ${id}::uuid)`,
        }
      : {}),
  }
}

function reasonsOf(counts: readonly PendingCount[]) {
  const reasons = Map.groupBy(counts, ({ reason, permanent }) => `${reason} ${permanent}`)
  return [...reasons.values()]
    .map((mine) => {
      const { reason, permanent } = must(mine[0], 'a group has a member')
      return { reason, permanent, count: mine.reduce((sum, { count }) => sum + count, 0) }
    })
    .toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}

/** Who has waited longest since submission: one for each line and reason, because a batch of equals says the same many times. */
async function oldestOf(
  q: DrizzleTx,
  counts: readonly PendingCount[],
  lengths: ReadonlyMap<string, number> | undefined,
): Promise<PendingWorkload[]> {
  const asked = counts.filter(({ isAsked }) => isAsked)
  // Ids are in the order of submission.
  const ids = asked
    .map(({ oldestId }) => oldestId)
    .toSorted()
    .slice(0, OLDEST_MAX)
  return await viewPending(q, await placesOf(q, ids), lengths)
}
