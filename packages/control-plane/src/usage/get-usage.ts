import { sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { findDepartment } from '../departments/find-department.ts'
import { AppError } from '../lib/app-error.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { findProject } from '../projects/find-project.ts'
import { costsOf, type Cost, type CostRow } from './internal/cost-of.ts'
import { projectsInReach } from './internal/projects-in-reach.ts'
import { changesArray, readPriceBook } from './internal/price-book.ts'
import { sumsOf, usesOf, type Sums } from './internal/sums.ts'
import { usageOfSpan } from './internal/usage-of-span.ts'
import { GetUsage, Usage } from './schemas.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RANGE_MS_MAX = 400 * DAY_MS

/** What a line is, by what is asked for. Names come from the things themselves, so that a new name holds for old hours. */
const LINES: Record<z.output<typeof GetUsage>['by'], { id: SQL; name: SQL }> = {
  project: { id: sql`p.id`, name: sql`max(p.name)` },
  user: { id: sql`u.user_id`, name: sql`max(u.user_name)` },
  department: {
    id: sql`p.department_id::text`,
    name: sql`max((select name from departments where id = p.department_id))`,
  },
  pool: { id: sql`u.node_pool_id`, name: sql`max((select name from node_pools where id = u.node_pool_id))` },
  cluster: { id: sql`u.cluster_id`, name: sql`max((select name from clusters where id = u.cluster_id))` },
}

export const getUsage = action({
  name: 'usage.get',
  summary: 'GPU and CPU hours held, used and over quota in a time, by whom',
  rest: { method: 'get', path: '/usage' },
  allow: 'workload:read',
  input: GetUsage,
  output: Usage,
  run: async (ctx, input) => {
    const now = ctx.app.clock.now()
    const { from, to } = rangeOf(input, now)
    refuseZone(input.zone)
    const bucket = to - from <= 3 * DAY_MS ? 'hour' : to - from <= 93 * DAY_MS ? 'day' : 'week'
    return await transaction(ctx, async ({ q }) => {
      const hours = sql`
        from (select h.*, date_trunc(${bucket}, h.hour, ${input.zone}) as bucket from (${await hoursOf(q, from, to)}) h) u
        join projects p on p.id = u.project_id`
      const where = await conditions(ctx, q, input)
      const line = LINES[input.by]
      // One pass answers lines, points and the sum.
      const sums = await q.execute<Sums & { id: string | null; name: string | null; at: string | null }>(sql`
        select ${line.id} as id, ${line.name} as name, to_char(u.bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, ${sumsOf}
        ${hours} where ${where} group by grouping sets ((${line.id}), (u.bucket), ()) order by gpu_allocated desc, cpu_allocated desc, 1`)
      const { currency, costFor } = await costsIn(q, { hours, where, lineId: line.id }, now)
      const total = sums.find(({ id, at }) => id === null && at === null)
      const lines = sums.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }]))
      const points = sums
        .flatMap((row) => (row.at === null ? [] : [{ ...row, at: row.at }]))
        .toSorted((x, y) => (x.at < y.at ? -1 : 1))
      return {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        bucket: bucket as 'hour' | 'day' | 'week',
        currency,
        total: { ...usesOf(total), ...costFor(undefined, total) },
        lines: lines.map((row) => ({ id: row.id, name: row.name ?? row.id, ...usesOf(row), ...costFor(row.id, row) })),
        points: points.map((row) => ({ at: row.at, ...usesOf(row), ...costFor(row.at, row) })),
        asOf: new Date(now).toISOString(),
      }
    })
  },
})

/** What the hours cost, each by the prices that were valid in it. Without a price book, none of them is looked at. */
async function costsIn(q: DrizzleTx, { hours, where, lineId }: { hours: SQL; where: SQL; lineId: SQL }, now: number) {
  const book = await readPriceBook(q, now)
  const { lines, changes, currency } = book
  const found =
    changes.length === 0
      ? []
      : await q.execute<CostRow>(sql`
          select id, to_char(bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, model, pool, period, sum(seconds)::float8 as seconds
          from (
            select ${lineId}::text as id, u.bucket, m.key as model, u.node_pool_id::text as pool, m.value::float8 as seconds,
                   width_bucket(u.hour, ${changesArray(book)}) as period
            ${hours} cross join lateral jsonb_each_text(coalesce(u.gpu_by_model, jsonb_build_object('', u.gpu_allocated))) m
            where ${where}
          ) c group by grouping sets ((id, model, pool, period), (bucket, model, pool, period))`)
  const costs = costsOf(found, lines, changes, ({ id, at }) => id ?? at ?? '')
  const all = costsOf(
    found.filter(({ at }) => at !== null),
    lines,
    changes,
    () => '',
  )
  return {
    currency,
    /** Of a line by its id, of a point by its time, of everything. */
    costFor: (key: string | undefined, row: Sums | undefined): Cost =>
      (key === undefined ? all.get('') : costs.get(key)) ?? { cost: null, unpriced: usesOf(row).gpu.allocated },
  }
}

/** Whole hours, up to now: an hour is the least that is kept. */
function rangeOf(input: z.output<typeof GetUsage>, now: number): { from: number; to: number } {
  const to = Math.min(now, input.to === undefined ? now : Math.ceil(Date.parse(input.to) / HOUR_MS) * HOUR_MS)
  const from = Math.floor((input.from === undefined ? to - 7 * DAY_MS : Date.parse(input.from)) / HOUR_MS) * HOUR_MS
  if (from < to && to - from <= RANGE_MS_MAX) return { from, to }
  throw new AppError('VALIDATION', 'the range is empty, lies ahead or is longer than 400 days', {
    issues: [{ path: 'from', message: 'before `to` and before now, and at most 400 days before `to`' }],
  })
}

function refuseZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new AppError('VALIDATION', `there is no time zone ${zone}`, {
      hint: 'give a name such as Europe/Oslo, or UTC',
      issues: [{ path: 'zone', message: 'not a time zone' }],
    })
  }
}

/** What was written of the range, and what of it has not been written yet: as a rule the hour that goes on. */
async function hoursOf(q: DrizzleTx, from: number, to: number): Promise<SQL> {
  const written = await q.execute<{ hour: string }>(sql`
    select distinct to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour from usage_hours
    where hour >= ${new Date(Math.max(from, to - LIVE_HOURS_MAX * HOUR_MS)).toISOString()}::timestamptz`)
  const known = new Set(written.map(({ hour }) => Date.parse(hour)))
  const open: SQL[] = []
  for (
    let hour = Math.floor((to - 1) / HOUR_MS) * HOUR_MS;
    hour >= from && open.length < LIVE_HOURS_MAX;
    hour -= HOUR_MS
  ) {
    if (known.has(hour)) break
    open.push(sql`select * from (${usageOfSpan(new Date(hour), new Date(Math.min(to, hour + HOUR_MS)))}) h`)
  }
  const stored = sql`select organization_id, hour, project_id, node_pool_id, cluster_id, user_id, user_name,
    gpu_allocated, gpu_by_model, gpu_measured, gpu_used, gpu_over_quota, cpu_allocated, cpu_measured, cpu_used, cpu_over_quota
    from usage_hours where hour >= ${new Date(from).toISOString()}::timestamptz and hour < ${new Date(to).toISOString()}::timestamptz`
  return sql.join([stored, ...open], sql` union all `)
}

/** Hours are written minutes after they end; where nothing ran there is nothing to find, and the search ends here. */
const LIVE_HOURS_MAX = 3

async function conditions(ctx: Context, q: DrizzleTx, input: z.output<typeof GetUsage>): Promise<SQL> {
  const all = [projectsInReach(ctx.access.reach('workload:read'), sql`p.id`, sql`p.department_id`)]
  if (input.project !== undefined) all.push(sql`p.id = ${(await findProject(ctx, q, input.project)).id}`)
  if (input.department !== undefined) all.push(sql`p.department_id = ${(await findDepartment(q, input.department)).id}`)
  if (input.nodePool !== undefined) all.push(sql`u.node_pool_id = ${(await findNodePool(q, input.nodePool)).id}`)
  if (input.cluster !== undefined) all.push(sql`u.cluster_id = ${(await findCluster(q, input.cluster)).id}`)
  if (input.user !== undefined) all.push(sql`(u.user_id = ${input.user} or u.user_name = ${input.user})`)
  return sql.join(all, sql` and `)
}
