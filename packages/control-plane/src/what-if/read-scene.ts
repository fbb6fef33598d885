import { DEFAULT_POLICY, drawRuntime, openRunHistory, sizeClassOf, type Arrival, type Delta } from '@fairlead/scheduler'
import type postgres from 'postgres'
import { AppError } from '../lib/app-error.ts'
import { poolOfNode } from '../node-pools/pool-of-node.ts'
import { readClusters } from '../scheduling/read-world/read-clusters.ts'
import { readNodes } from '../scheduling/read-world/read-nodes.ts'
import { readPools } from '../scheduling/read-world/read-pools.ts'
import { readQueues } from '../scheduling/read-world/read-queues.ts'
import { readWorkloads } from '../scheduling/read-world/read-workloads.ts'
import type { Scene } from './scene.ts'
import { ROWS_MAX } from './schemas.ts'

/** The organization's clusters, pools, nodes and quotas as they are, without work. All clusters count as in contact and open. */
export async function readScene(sql: postgres.Sql, organizationId: string): Promise<Scene> {
  const pools = (await readPools(sql)).filter((pool) => pool.organizationId === organizationId)
  const nodes = (await readNodes(sql)).filter((node) => node.organizationId === organizationId)
  const clusterIds = [...new Set(nodes.map(({ clusterId }) => clusterId))]
  const clusters = clusterIds.length === 0 ? [] : await readClusters(sql, clusterIds)
  const queues = (await readQueues(sql)).filter((queue) => queue.organizationId === organizationId)
  const world: Delta[] = [
    ...clusters.map((cluster) => ({ ...cluster, connected: true, paused: false })),
    ...pools.map(({ delta: { timeBased: _timeBased, ...pool } }) => pool),
    ...queues.map(({ delta }) => delta),
    ...nodes.map((node) => {
      const poolId = poolOfNode(pools, node)
      return { ...node.delta, schedulable: true, ...(poolId === undefined ? {} : { poolId }) }
    }),
  ]
  const { preemptionsMaxPerRound, placementsMaxPerRound, reservationHorizonMs = 0 } = DEFAULT_POLICY
  return {
    world,
    arrivals: [],
    policy: { preemptionsMaxPerRound, placementsMaxPerRound, reservationHorizonMs },
    preemptionsMaxPerHour: Object.fromEntries(
      pools.flatMap(({ id, preemptionsPerHour }) => (preemptionsPerHour === null ? [] : [[id, preemptionsPerHour]])),
    ),
    poolRules: pools.map(({ id, name, selector, clusterIds: of, isDefault }) => ({
      id,
      name,
      selector,
      clusterIds: of,
      isDefault,
    })),
    defaultPoolId: pools.find(({ isDefault }) => isDefault)?.id ?? '',
  }
}

interface PastRow {
  id: string
  submitted_ms: number
  /** Of its newest run that started; null: it never did. */
  started_ms: number | null
  finished_ms: number | null
}

/**
 * The work of the organization since `from`, with how long it really ran: what ran or waited then already arrives at `from`, with the rest of its
 * running time. What runs or waits still gets the median of its kind; what was cancelled before it ran is left out. Throws CONFLICT
 * where there is too much.
 */
export async function readPastWork(
  sql: postgres.Sql,
  organizationId: string,
  { from, now, projectIds }: { from: number; now: number; projectIds: ReadonlySet<string> },
): Promise<Arrival[]> {
  const rows = await sql<PastRow[]>`
    select w.id, (extract(epoch from w.submitted_at) * 1000)::float8 as submitted_ms,
           (extract(epoch from r.started_at) * 1000)::float8 as started_ms, (extract(epoch from r.finished_at) * 1000)::float8 as finished_ms
    from workloads w
    left join lateral (
      select started_at, finished_at from runs where workload_id = w.id and started_at is not null order by generation desc limit 1
    ) r on true
    where w.organization_id = ${organizationId} and (w.finished_at is null or w.finished_at > ${new Date(from).toISOString()}::timestamptz)
      and (r.started_at is not null or w.phase in ('QUEUED', 'ASSIGNED', 'STARTING'))
      and (r.finished_at is null or r.finished_at > ${new Date(from).toISOString()}::timestamptz or w.submitted_at > ${new Date(from).toISOString()}::timestamptz)
    order by w.submitted_at limit ${ROWS_MAX + 1}`
  if (rows.length > ROWS_MAX) {
    throw new AppError(
      'CONFLICT',
      `the window holds more than ${ROWS_MAX} workloads, and that is as many as are simulated`,
      {
        hint: 'choose a shorter window',
      },
    )
  }
  const upserts = new Map<string, Arrival['workload']>()
  for (let first = 0; first < rows.length; first += 5_000) {
    const ids = rows.slice(first, first + 5_000).map(({ id }) => id)
    for (const { delta } of await readWorkloads(sql, { ids, labelled: projectIds, isAny: true })) {
      const { run: _run, nomination: _nomination, ...workload } = delta
      upserts.set(workload.id, { ...workload, avoid: [] })
    }
  }
  const known = rows.flatMap((row) => {
    const workload = upserts.get(row.id)
    return workload ? [{ row, workload, sizeClass: sizeClassOf(workload) }] : []
  })
  const history = openRunHistory(
    known.flatMap(({ row, workload, sizeClass }) =>
      row.started_ms === null
        ? []
        : [
            {
              queueId: workload.queueId,
              sizeClass,
              startedAt: Math.round(row.started_ms),
              runtimeMs: Math.round((row.finished_ms ?? now) - row.started_ms),
              isComplete: row.finished_ms !== null,
            },
          ],
    ),
  )
  return known.map(({ row, workload, sizeClass }): Arrival => {
    const { queueId, timeLimitMs } = workload
    const elapsedMs = row.started_ms === null ? 0 : Math.max(0, (row.finished_ms ?? now) - row.started_ms)
    const whole =
      row.finished_ms === null ? drawRuntime(history, { queueId, sizeClass, elapsedMs, timeLimitMs }, 0.5) : elapsedMs
    const before = row.started_ms === null ? 0 : Math.max(0, from - row.started_ms)
    return { at: Math.max(from, row.submitted_ms), workload, runtimeMs: Math.max(1, Math.round(whole - before)) }
  })
}
