import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/tx.ts'
import { DEMO_LABEL, type DemoRemoved } from '../schemas.ts'

/**
 * Deletes what a demo made, and what was made inside it since: its clusters with their nodes, its departments and projects with all their work, its people and pools.
 * Audit entries stay, as they always do.
 */
export async function takeAway(tx: Tx): Promise<DemoRemoved> {
  const { q } = tx
  const ids = async (query: ReturnType<typeof sql>) => (await q.execute<{ id: string }>(query)).map(({ id }) => id)
  // All of it was made at one moment, with its clusters.
  const demo = sql`(select created_at from clusters where labels ? ${DEMO_LABEL})`
  const clusterIds = await ids(sql`select id from clusters where labels ? ${DEMO_LABEL}`)
  const departmentIds = await ids(sql`select id from departments where created_at in ${demo}`)
  const of = (list: readonly string[]) =>
    sql`(select (jsonb_array_elements_text(${JSON.stringify(list)}::jsonb))::uuid)`
  const projectIds = await ids(sql`select id from projects where department_id in ${of(departmentIds)}`)
  const poolIds = await ids(sql`select id from node_pools where not is_default and created_at in ${demo}`)
  const userIds = await ids(sql`select id from users where created_at in ${demo}`)
  const nodeIds = await ids(sql`select id from nodes where cluster_id in ${of(clusterIds)}`)
  const workloadIds = await ids(sql`delete from workloads where project_id in ${of(projectIds)} returning id`)
  await q.execute(
    sql`delete from metric_points where series_id in (select id from metric_series where cluster_id in ${of(clusterIds)})`,
  )
  await q.execute(sql`delete from metric_series where cluster_id in ${of(clusterIds)}`)
  await q.execute(sql`delete from usage_hours where project_id in ${of(projectIds)}`)
  await q.execute(sql`delete from queue_standings where queue_id in ${of([...departmentIds, ...projectIds])}`)
  await q.execute(sql`delete from quotas where queue_id in ${of([...departmentIds, ...projectIds])}`)
  await q.execute(sql`delete from projects where id in ${of(projectIds)}`)
  await q.execute(sql`delete from departments where id in ${of(departmentIds)}`)
  await q.execute(sql`delete from users where id in ${of(userIds)}`)
  await q.execute(sql`delete from clusters where id in ${of(clusterIds)}`)
  await q.execute(sql`delete from node_pools where id in ${of(poolIds)}`)
  await tx.changed('workload', workloadIds)
  await tx.changed('node', nodeIds)
  await tx.changed('cluster', clusterIds)
  await tx.changed('node-pool', poolIds)
  await tx.changed('quota', [...departmentIds, ...projectIds])
  await tx.changed('project', projectIds)
  await tx.changed('department', departmentIds)
  await tx.changed('user', userIds)
  for (const id of clusterIds) tx.wakeCluster(id)
  return {
    clusters: clusterIds.length,
    departments: departmentIds.length,
    projects: projectIds.length,
    users: userIds.length,
    workloads: workloadIds.length,
  }
}
