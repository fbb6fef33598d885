import { applyDeltas, createState, findRefusals, type QueueUpsert, type Refusal } from '@fairlead/scheduler'
import type { DrizzleTx } from '../../db/connect.ts'
import { departments } from '../../db/schema/departments.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { projects } from '../../db/schema/projects.ts'
import { quotas } from '../../db/schema/quotas.ts'

/** What the engine has to say against the quotas of a queue as they stand in this transaction, in names of pools instead of ids. */
export async function quotaRefusals(q: DrizzleTx, queueId: string): Promise<Refusal[]> {
  const pools = await q.select().from(nodePools)
  const rows = Map.groupBy(await q.select().from(quotas), (row) => row.queueId)
  const upsert = (queue: { id: string; name: string; createdAt: Date }, parentId?: string): QueueUpsert => ({
    kind: 'queue',
    id: queue.id,
    ...(parentId === undefined ? {} : { parentId }),
    name: queue.name,
    createdAt: queue.createdAt.getTime(),
    pools: Object.fromEntries(
      (rows.get(queue.id) ?? []).map(({ nodePoolId, rank, resources, minRuntimeSeconds, userLimits }) => [
        nodePoolId,
        {
          rank,
          quotas: resources,
          userLimits,
          ...(minRuntimeSeconds === null ? {} : { minRuntimeMs: minRuntimeSeconds * 1000 }),
        },
      ]),
    ),
  })
  const queues = [
    ...(await q.select().from(departments)).map((row) => upsert(row)),
    ...(await q.select().from(projects)).map((row) => upsert(row, row.departmentId)),
  ]
  const state = createState()
  applyDeltas(state, [
    ...pools.map(({ id, name, strategy }) => ({ kind: 'pool' as const, id, name, strategy, minRuntimeMs: 0 })),
    ...queues.filter(({ id }) => id !== queueId),
  ])
  const found = findRefusals(
    state,
    queues.filter(({ id }) => id === queueId),
  )
  return found.map((refusal) => ({
    ...refusal,
    message: pools.reduce((text, { id, name }) => text.replaceAll(id, name), refusal.message),
  }))
}
