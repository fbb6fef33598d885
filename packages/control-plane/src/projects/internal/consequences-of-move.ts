import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { quotas } from '../../db/schema/quotas.ts'
import { effectiveResources } from '../../quotas/defaults.ts'
import type { MoveConsequences } from '../schemas.ts'

type Quotas = MoveConsequences['quotas']

/** What a move would do, read before it is done: whose work it is about, who gains and loses sight of it, and what each department owes its projects. */
export async function consequencesOfMove(
  q: DrizzleTx,
  projectId: string,
  { from, to }: { from: string; to: string },
): Promise<MoveConsequences> {
  const [counts] = await q.execute<{ waiting: number; running: number; lose: number; gain: number }>(sql`
    select (select count(*) from workloads where project_id = ${projectId} and phase = 'QUEUED')::int as waiting,
           (select count(*) from workloads where project_id = ${projectId}
              and phase in ('ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING'))::int as running,
           ${peopleOf(from, to)} as lose, ${peopleOf(to, from)} as gain`)
  const { waiting = 0, running = 0, lose = 0, gain = 0 } = counts ?? {}
  return { waiting, running, people: { lose, gain }, quotas: await quotasOf(q, projectId, { from, to }) }
}

/** How many people have a role in the one department, and neither in the other nor in the whole organization. */
function peopleOf(here: string, there: string) {
  return sql`(select count(distinct b.user_id) from role_bindings b
    where b.scope_kind = 'department' and b.scope_id = ${here} and (b.expires_at is null or b.expires_at > now())
      and not exists (select from role_bindings o where o.user_id = b.user_id and (o.expires_at is null or o.expires_at > now())
        and (o.scope_kind = 'organization' or (o.scope_kind = 'department' and o.scope_id = ${there}))))::int`
}

/** Where the project is owed something: what each department is owed itself, and what it owes its projects before and after. */
async function quotasOf(q: DrizzleTx, projectId: string, { from, to }: { from: string; to: string }): Promise<Quotas> {
  const pools = await q.select({ id: nodePools.id, name: nodePools.name }).from(nodePools).orderBy(nodePools.name)
  const rows = await q.select().from(quotas)
  const tree = await q.execute<{ id: string; department_id: string }>(
    sql`select id::text, department_id::text from projects where archived_at is null`,
  )
  return pools.flatMap((pool): Quotas => {
    const deserved = (queueId: string, resource: string) => {
      const row = rows.find((quota) => quota.queueId === queueId && quota.nodePoolId === pool.id)
      return effectiveResources(row?.resources)[resource]?.deserved ?? null
    }
    const owed = rows.find(({ queueId, nodePoolId }) => queueId === projectId && nodePoolId === pool.id)
    return Object.keys(owed?.resources ?? {}).flatMap((resource): Quotas => {
      const mine = deserved(projectId, resource)
      if (mine === null || mine === 0) return []
      const promised = (departmentId: string) =>
        tree
          .filter(({ id, department_id }) => department_id === departmentId && id !== projectId)
          .reduce((sum, { id }) => sum + (deserved(id, resource) ?? 0), 0)
      const [left, joined] = [promised(from), promised(to)]
      return [
        {
          nodePool: pool,
          resource,
          project: mine,
          from: { deserved: deserved(from, resource), before: left + mine, after: left },
          to: { deserved: deserved(to, resource), before: joined, after: joined + mine },
        },
      ]
    })
  })
}
