import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { quotas, type QuotaResources } from '../db/schema/quotas.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import type { z } from 'zod'
import { effectiveResources } from './defaults.ts'
import { findQueue } from './internal/find-queue.ts'
import { Quota, SetQuota } from './schemas.ts'

type Line = NonNullable<z.output<typeof SetQuota>['gpu']>

export const setQuota = action({
  name: 'quota.set',
  summary: 'Set what a project or department is owed, may hold, and weighs in a node pool',
  rest: { method: 'put', path: '/quotas' },
  allow: 'quota:write',
  input: SetQuota,
  output: Quota,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const queue = await findQueue(ctx, tx.q, input, 'quota:write')
      const pool = await findNodePool(tx.q, input.nodePool)
      const [before] = await tx.q
        .select()
        .from(quotas)
        .where(and(eq(quotas.queueId, queue.id), eq(quotas.nodePoolId, pool.id)))
        .for('update')
      const resources = effectiveResources(before?.resources)
      for (const name of ['cpu', 'memory', 'gpu'] as const) {
        const line = input[name]
        if (line) resources[name] = merge(name, resources[name], line)
      }
      const rank = input.rank ?? before?.rank ?? 0
      const [row] = await tx.q
        .insert(quotas)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          nodePoolId: pool.id,
          queueKind: queue.kind,
          queueId: queue.id,
          rank,
          resources,
        })
        .onConflictDoUpdate({
          target: [quotas.organizationId, quotas.nodePoolId, quotas.queueId],
          set: { rank, resources, updatedAt: sql`now()` },
        })
        .returning()
      const after = must(row, 'an upsert answers its row')
      await recordAudit(
        tx,
        ctx,
        'quota.set',
        { kind: queue.kind, id: queue.id, name: queue.name },
        {
          nodePool: pool.name,
          before: before ? { rank: before.rank, resources: before.resources } : null,
          after: { rank, resources },
        },
      )
      await tx.changed('quota', queue.id)
      return {
        queue,
        nodePool: { id: pool.id, name: pool.name },
        rank: after.rank,
        resources: after.resources,
        updatedAt: after.updatedAt.toISOString(),
      }
    }),
})

function merge(name: string, before: QuotaResources[string] | undefined, line: Line): QuotaResources[string] {
  const bound = (given: number | 'unlimited' | undefined, kept: number | null) =>
    given === undefined ? kept : given === 'unlimited' ? null : given
  const deserved = bound(line.deserved, before?.deserved ?? null)
  const limit = bound(line.limit, before?.limit ?? null)
  if (limit !== null && (deserved === null || deserved > limit)) {
    throw new AppError(
      'VALIDATION',
      `${name}: the limit is below what is deserved, so part of it could never be used`,
      {
        hint: `raise ${name}.limit or lower ${name}.deserved`,
        issues: [{ path: `${name}.limit`, message: 'must not be below deserved' }],
      },
    )
  }
  return { deserved, limit, weight: line.weight ?? before?.weight ?? 1 }
}
