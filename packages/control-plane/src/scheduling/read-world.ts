import type {
  ClusterUpsert,
  LabelRule,
  NodeUpsert,
  PoolUpsert,
  QueueUpsert,
  Taint,
  WorkloadUpsert,
} from '@fairlead/scheduler'
import type postgres from 'postgres'
import type { PoolRule } from '../node-pools/pool-of-node.ts'
import { placementUpsert } from '../workloads/placement-upsert.ts'
import type { StoredSpec } from '../workloads/stored-spec.ts'

/**
 * Reads the world for the engine, across organizations. Without ids: everything that is alive. JSON columns arrive as text, because the
 * same connections serve drizzle, which parses for itself.
 */

export type PoolRow = PoolRule & {
  organizationId: string
  windowSeconds: number
  halfLifeSeconds: number | null
  preemptionsPerHour: number | null
  delta: PoolUpsert
}
export interface NodeRow {
  id: string
  name: string
  organizationId: string
  clusterId: string
  labels: Record<string, string>
  delta: NodeUpsert
}

export async function readClusters(sql: postgres.Sql, ids?: readonly string[]): Promise<ClusterUpsert[]> {
  const rows = await sql<{ id: string; name: string; labels: string; paused: boolean; connected: boolean }[]>`
    select c.id, c.name, c.labels::text as labels, c.paused,
           c.state = 'accepted' and exists (select 1 from agent_sessions s where s.cluster_id = c.id and s.lease_until > now()) as connected
    from clusters c where ${ids ? sql`c.id in ${sql(ids)}` : sql`true`}`
  return rows.map((row) => ({
    kind: 'cluster',
    id: row.id,
    name: row.name,
    connected: row.connected,
    paused: row.paused,
    labels: JSON.parse(row.labels) as Record<string, string>,
  }))
}

export async function readPools(sql: postgres.Sql, organizationId?: string): Promise<PoolRow[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      name: string
      selector: string
      cluster_ids: string
      is_default: boolean
      strategy: 'binpack' | 'spread'
      min_runtime_seconds: number
      time_based_k: number | null
      time_based_window_seconds: number
      time_based_half_life_seconds: number | null
      topology: string
      max_wait_seconds: number | null
      preemptions_per_hour: number | null
    }[]
  >`select id, organization_id, name, selector::text, cluster_ids::text, is_default, strategy, min_runtime_seconds, time_based_k,
           time_based_window_seconds, time_based_half_life_seconds, topology::text, max_wait_seconds, preemptions_per_hour
    from node_pools
    where ${organizationId === undefined ? sql`true` : sql`organization_id = ${organizationId}`}`
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    selector: JSON.parse(row.selector) as Record<string, string>,
    clusterIds: JSON.parse(row.cluster_ids) as string[],
    isDefault: row.is_default,
    windowSeconds: row.time_based_window_seconds,
    halfLifeSeconds: row.time_based_half_life_seconds,
    preemptionsPerHour: row.preemptions_per_hour,
    delta: {
      kind: 'pool',
      id: row.id,
      name: row.name,
      strategy: row.strategy,
      minRuntimeMs: row.min_runtime_seconds * 1000,
      ...(row.time_based_k === null ? {} : { timeBased: { k: row.time_based_k } }),
      ...(row.topology === '[]' ? {} : { topology: JSON.parse(row.topology) as string[] }),
      ...(row.max_wait_seconds === null ? {} : { maxWaitMs: row.max_wait_seconds * 1000 }),
    },
  }))
}

export async function readNodes(sql: postgres.Sql, ids?: readonly string[]): Promise<NodeRow[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      cluster_id: string
      name: string
      labels: string
      taints: string
      allocatable: string
      usable: boolean
    }[]
  >`select id, organization_id, cluster_id, name, labels::text, taints::text, allocatable::text, ready and schedulable as usable
    from nodes where gone_at is null and ${ids ? sql`id in ${sql(ids)}` : sql`true`}`
  return rows.map((row) => {
    const labels = JSON.parse(row.labels) as Record<string, string>
    return {
      id: row.id,
      name: row.name,
      organizationId: row.organization_id,
      clusterId: row.cluster_id,
      labels,
      delta: {
        kind: 'node',
        id: row.id,
        name: row.name,
        clusterId: row.cluster_id,
        allocatable: JSON.parse(row.allocatable) as Record<string, number>,
        labels,
        taints: JSON.parse(row.taints) as Taint[],
        schedulable: row.usable,
      },
    }
  })
}

export async function readQueues(
  sql: postgres.Sql,
  organizationId?: string,
): Promise<{ organizationId: string; delta: QueueUpsert }[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      parent_id: string | null
      name: string
      created_ms: string
      quotas: string | null
    }[]
  >`
    with queues as (
      select id, organization_id, null::uuid as parent_id, name, created_at from departments
      union all
      select id, organization_id, department_id, name, created_at from projects
    )
    select k.id, k.organization_id, k.parent_id, k.name, (extract(epoch from k.created_at) * 1000)::bigint::text as created_ms,
           (select jsonb_object_agg(q.node_pool_id, jsonb_strip_nulls(jsonb_build_object('rank', q.rank,
                      'minRuntimeMs', q.min_runtime_seconds * 1000::bigint, 'userLimits', nullif(q.user_limits, '{}')))
                      || jsonb_build_object('quotas', q.resources))::text
            from quotas q where q.queue_id = k.id) as quotas
    from queues k where ${organizationId === undefined ? sql`true` : sql`k.organization_id = ${organizationId}`}`
  return rows.map((row) => ({
    organizationId: row.organization_id,
    delta: {
      kind: 'queue',
      id: row.id,
      ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
      name: row.name,
      createdAt: Number(row.created_ms),
      pools: row.quotas === null ? {} : (JSON.parse(row.quotas) as QueueUpsert['pools']),
    },
  }))
}

/** Which work is read: these workloads, those of these projects, or all. */
export interface WorkToRead {
  ids?: readonly string[]
  projectIds?: readonly string[]
  /** Projects where somebody's place depends on labels. Elsewhere they are not told: they would tell apart what is otherwise the same to the engine. */
  labelled: ReadonlySet<string>
  /** Also what has ended or is stopped. */
  isAny?: boolean
}

/** Work that waits or holds room; with `isAny`, also what has ended or is stopped. */
export async function readWorkloads(
  sql: postgres.Sql,
  { ids, projectIds, labelled, isAny = false }: WorkToRead,
): Promise<{ organizationId: string; delta: WorkloadUpsert }[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      project_id: string
      node_pool_id: string
      class_key: string
      queued_ms: string
      priority: number
      preemptible: boolean
      replicas: number
      requests: string
      avoid: string
      nomination: string | null
      placement: string
      cluster_rules: string
      labels: string
      created_by: string
      timeout: string | null
      replicas_min: string | null
      run_id: string | null
      run_cluster_id: string | null
      run_pool_id: string | null
      run_node_ids: string | null
      run_started_ms: string | null
      run_stopping: boolean
    }[]
  >`
    select w.id, w.organization_id, w.project_id, w.node_pool_id, w.class_key,
           (extract(epoch from w.queued_at) * 1000)::text as queued_ms, w.priority, w.preemptible, w.replicas,
           w.requests::text, w.avoid::text, w.nomination::text, s.spec->>'placement' as placement,
           p.cluster_rules::text, w.labels::text, w.created_by, s.spec->>'timeout' as timeout,
           s.spec->>'replicasMin' as replicas_min, r.node_pool_id as run_pool_id,
           r.id as run_id, r.cluster_id as run_cluster_id, r.node_ids::text as run_node_ids,
           (extract(epoch from r.started_at) * 1000)::bigint::text as run_started_ms, r.stop_requested_at is not null as run_stopping
    from workloads w
    join workload_specs s on s.workload_id = w.id
    join projects p on p.id = w.project_id
    left join runs r on r.id = w.current_run_id and r.finished_at is null
    where ${isAny ? sql`true` : sql`w.phase in ('QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING')`}
      and ${ids ? sql`w.id in ${sql(ids)}` : projectIds ? sql`w.project_id in ${sql(projectIds)}` : sql`true`}`
  return rows.map((row) => {
    const placement = JSON.parse(row.placement) as StoredSpec['placement']
    const avoid = JSON.parse(row.avoid) as { clusterId: string; until: string }[]
    return {
      organizationId: row.organization_id,
      delta: {
        kind: 'workload',
        id: row.id,
        queueId: row.project_id,
        poolId: row.node_pool_id,
        classKey: row.class_key,
        // Its place among equals, to the microsecond: the time of submission, until somebody moves it.
        submittedAt: Number(row.queued_ms),
        priority: row.priority,
        preemptible: row.preemptible,
        userId: row.created_by,
        replicas: row.replicas,
        ...(row.replicas_min === null ? {} : { replicasMin: Number(row.replicas_min) }),
        requests: JSON.parse(row.requests) as Record<string, number>,
        ...(row.timeout === null ? {} : { timeLimitMs: Number(row.timeout) * 1000 }),
        ...placementUpsert(placement, JSON.parse(row.cluster_rules) as LabelRule[]),
        ...(labelled.has(row.project_id) ? { labels: JSON.parse(row.labels) as Record<string, string> } : {}),
        avoid: avoid.map(({ clusterId, until }) => ({ clusterId, until: Date.parse(until) })),
        ...(row.nomination === null
          ? {}
          : { nomination: JSON.parse(row.nomination) as NonNullable<WorkloadUpsert['nomination']> }),
        ...(row.run_id === null || row.run_cluster_id === null
          ? {}
          : {
              run: {
                id: row.run_id,
                clusterId: row.run_cluster_id,
                nodeIds: JSON.parse(row.run_node_ids ?? '[]') as string[],
                ...(row.run_started_ms === null ? {} : { startedAt: Number(row.run_started_ms) }),
                stopping: row.run_stopping,
                ...(row.run_pool_id === null || row.run_pool_id === row.node_pool_id
                  ? {}
                  : { poolId: row.run_pool_id }),
              },
            }),
      },
    }
  })
}

/**
 * Part of the pool that each queue has used inside the pool's window, 0 to 1 by resource. With a half-life, a second of use that long ago counts half, and the pool
 * itself is measured alike: use between `a` and `b` seconds ago counts as the integral of 2^(-t / halfLife) over that time.
 */
export async function readUsage(
  sql: postgres.Sql,
  pool: PoolRow,
  capacity: Readonly<Record<string, number>>,
): Promise<Map<string, Record<string, number>>> {
  const { windowSeconds } = pool
  const rate = pool.halfLifeSeconds === null ? 0 : Math.LN2 / pool.halfLifeSeconds
  const weighed =
    rate === 0
      ? sql`from_ago - to_ago`
      : sql`(exp(-${rate}::float8 * to_ago) - exp(-${rate}::float8 * from_ago)) / ${rate}::float8`
  const rows = await sql<{ queue_id: string; resource: string; total: number }[]>`
    with ages as (
      select r.project_id, p.department_id, a.key as resource, a.value::float8 * r.replicas as amount,
             extract(epoch from now() - greatest(r.started_at, now() - ${windowSeconds} * interval '1 second'))::float8 as from_ago,
             extract(epoch from now() - least(coalesce(r.finished_at, now()), now()))::float8 as to_ago
      from runs r
      join projects p on p.id = r.project_id
      cross join lateral jsonb_each_text(r.requests) a
      where r.node_pool_id = ${pool.id} and r.started_at is not null
        and (r.finished_at is null or r.finished_at > now() - ${windowSeconds} * interval '1 second')
    ), spans as (
      select project_id, department_id, resource, amount * (${weighed}) as used from ages
    )
    select project_id as queue_id, resource, sum(used)::float8 as total from spans group by 1, 2
    union all
    select department_id, resource, sum(used)::float8 from spans group by 1, 2`
  const measure = rate === 0 ? windowSeconds : (1 - Math.exp(-rate * windowSeconds)) / rate
  const usage = new Map<string, Record<string, number>>()
  for (const { queue_id: queueId, resource, total } of rows) {
    const held = (capacity[resource] ?? 0) * measure
    if (held > 0) usage.set(queueId, { ...usage.get(queueId), [resource]: Math.min(1, total / held) })
  }
  return usage
}

/** By pool with a rate limit, how many runs may be preempted now: those of the last hour count against it. */
export async function readPreemptionsLeft(
  sql: postgres.Sql,
  limits: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
  const rows = await sql<{ node_pool_id: string; count: number }[]>`
    select node_pool_id, count(*)::int as count from runs
    where stop_reason = 'PREEMPTED' and stop_requested_at > now() - interval '1 hour'
      and (finished_at is null or finished_at > now() - interval '1 hour') and node_pool_id in ${sql([...limits.keys()])}
    group by 1`
  const used = new Map(rows.map((row) => [row.node_pool_id, row.count]))
  return Object.fromEntries([...limits].map(([id, limit]) => [id, Math.max(0, limit - (used.get(id) ?? 0))]))
}
