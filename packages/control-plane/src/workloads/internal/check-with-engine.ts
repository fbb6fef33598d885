import { createState, findRefusals, type PoolUpsert, type Refusal, type WorkloadUpsert } from '@fairlead/scheduler'
import { and, inArray, isNull, sql } from 'drizzle-orm'
import { refuseUnsound } from '../../common/refuse-unsound.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { nodes } from '../../db/schema/nodes.ts'
import type { NodePoolRow } from '../../node-pools/find-node-pool.ts'

/** The pools are told with each question, so that nothing is ever put into it. */
const NOTHING = createState()

/**
 * Throws VALIDATION, with the fields of the request, for what the engine could never read as it was meant. Answers what has less effect than it seems to. A level that
 * no pool names is one all the same where nodes carry its label, and may become one as long as there are no nodes.
 */
export async function checkWithEngine(
  q: DrizzleTx,
  asked: WorkloadUpsert,
  pools: readonly NodePoolRow[],
): Promise<string[]> {
  const queue = { kind: 'queue' as const, id: asked.queueId, name: '', createdAt: 0, pools: {} }
  const found = findRefusals(NOTHING, [...pools.map(poolUpsert), queue, asked])
  if (found.length === 0) return []
  const unknown = found.filter(({ code }) => code === 'LEVEL_UNKNOWN')
  const open =
    unknown.length === 0
      ? new Set<string>()
      : await openLevels(
          q,
          unknown.map((one) => levelOf(one, asked)),
        )
  const refusals = found.filter((one) => one.code !== 'LEVEL_UNKNOWN' || !open.has(levelOf(one, asked)))
  return refuseUnsound(refusals, pools, pathOf)
}

function poolUpsert({ id, name, strategy, topology }: NodePoolRow): PoolUpsert {
  return { kind: 'pool', id, name, strategy, minRuntimeMs: 0, topology }
}

/** Those of the levels that some node knows; all of them while there is no node. */
async function openLevels(q: DrizzleTx, levels: readonly string[]): Promise<Set<string>> {
  const [any] = await q.select({ id: nodes.id }).from(nodes).where(isNull(nodes.goneAt)).limit(1)
  if (!any) return new Set(levels)
  const label = sql<string>`l.label`
  const rows = await q
    .selectDistinct({ label })
    .from(sql`${nodes} cross join lateral jsonb_object_keys(${nodes.labels}) as l(label)`)
    .where(and(isNull(nodes.goneAt), inArray(label, [...levels])))
  return new Set(rows.map((row) => row.label))
}

function levelOf({ field }: Refusal, { topology, apartBy, near = [], apart = [] }: WorkloadUpsert): string {
  if (field === 'topology.required') return topology?.required ?? ''
  if (field === 'topology.preferred') return topology?.preferred ?? ''
  if (field === 'apartBy') return apartBy ?? ''
  const [, list, index] = /^(near|apart)\[(\d+)\]/.exec(field) ?? []
  return (list === 'near' ? near : apart)[Number(index)]?.level ?? ''
}

/** Fields of the engine that the API calls something else. */
const NAMES: Readonly<Record<string, string>> = {
  requests: 'spec.resources',
  timeLimitMs: 'spec.timeout',
  replicas: 'spec.replicas',
  replicasMin: 'spec.replicasMin',
  priority: 'spec.priority',
  poolId: 'spec.placement.nodePool',
  fallbackPoolIds: 'spec.placement.fallbackPools',
  queueId: 'project',
}

function pathOf(field: string): string {
  const [first = '', ...rest] = field.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  return [NAMES[first] ?? `spec.placement.${first}`, ...rest].join('.')
}
