import { applyDeltas, createState, findRefusals, type QueueUpsert } from '@fairlead/scheduler'
import { refuseUnsound } from '../common/refuse-unsound.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { departments } from '../db/schema/departments.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { projects } from '../db/schema/projects.ts'
import { quotas } from '../db/schema/quotas.ts'
import { heldRuns } from './internal/held-runs.ts'

/**
 * Throws VALIDATION, with the fields of the request, for what the engine says cannot be of the quotas of a queue as they stand in this transaction. Answers what
 * they do less than they seem to say.
 */
export async function checkQuotas(q: DrizzleTx, queue: { kind: string; id: string }): Promise<string[]> {
  const queueId = queue.id
  const pools = await q.select().from(nodePools)
  const rows = Map.groupBy(await q.select().from(quotas), (row) => row.queueId)
  const upsert = (row: { id: string; name: string; createdAt: Date }, parentId?: string): QueueUpsert => ({
    kind: 'queue',
    id: row.id,
    ...(parentId === undefined ? {} : { parentId }),
    name: row.name,
    createdAt: row.createdAt.getTime(),
    pools: Object.fromEntries(
      (rows.get(row.id) ?? []).map(({ nodePoolId, rank, resources, minRuntimeSeconds, userLimits }) => [
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
    ...(await heldRuns(q, queue)),
  ])
  const found = findRefusals(
    state,
    queues.filter(({ id }) => id === queueId),
  )
  // `pools.<id>.quotas.gpu.deserved` is `gpu.deserved` of the request, `pools.<id>.userLimits.gpu` is `gpu.userLimit`.
  return refuseUnsound(found, pools, (field) =>
    field.replace(/^pools\.[^.]+\.(quotas\.)?/, '').replace(/^userLimits\.(.*)$/, '$1.userLimit'),
  )
}
