import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { rehearse } from '../app/rehearse.ts'
import { recordAudit } from '../audit/record.ts'
import { quotas } from '../db/schema/quotas.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import type { z } from 'zod'
import { effectiveResources } from './defaults.ts'
import { findQueue } from './internal/find-queue.ts'
import { mergeQuota } from './internal/merge-quota.ts'
import { checkQuotas } from './check-quotas.ts'
import { ChangedQuota, SetQuota } from './schemas.ts'

export const setQuota = action({
  name: 'quota.set',
  summary: 'Set what a project or department is owed, may hold, and weighs in a node pool',
  rest: { method: 'put', path: '/quotas' },
  allow: 'quota:write',
  input: SetQuota,
  output: ChangedQuota,
  run: (ctx, input) =>
    rehearse(ctx, input.dryRun === true, async (tx) => {
      const queue = await findQueue(ctx, tx.q, input, 'quota:write')
      const pool = await findNodePool(tx.q, input.nodePool)
      const [before] = await tx.q
        .select()
        .from(quotas)
        .where(and(eq(quotas.queueId, queue.id), eq(quotas.nodePoolId, pool.id)))
        .for('update')
      const resources = effectiveResources(before?.resources)
      const userLimits = { ...before?.userLimits }
      for (const { name, line } of linesOf(input)) {
        resources[name] = mergeQuota(name, resources[name], line)
        if (line.userLimit === 'unlimited') delete userLimits[name]
        else if (line.userLimit !== undefined) userLimits[name] = line.userLimit
      }
      const rank = input.rank ?? before?.rank ?? 0
      const minRuntimeSeconds = input.minRuntime === undefined ? (before?.minRuntimeSeconds ?? null) : input.minRuntime
      const settings = { rank, resources, minRuntimeSeconds, userLimits }
      const [row] = await tx.q
        .insert(quotas)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          nodePoolId: pool.id,
          queueKind: queue.kind,
          queueId: queue.id,
          ...settings,
        })
        .onConflictDoUpdate({
          target: [quotas.organizationId, quotas.nodePoolId, quotas.queueId],
          set: { ...settings, updatedAt: sql`now()` },
        })
        .returning()
      const after = must(row, 'an upsert answers its row')
      const warnings = await checkQuotas(tx.q, queue)
      await recordAudit(
        tx,
        ctx,
        'quota.set',
        { kind: queue.kind, id: queue.id, name: queue.name },
        {
          nodePool: pool.name,
          before: before && settingsOf(before),
          after: settings,
        },
      )
      await tx.changed('quota', queue.id)
      return {
        queue,
        nodePool: { id: pool.id, name: pool.name },
        rank: after.rank,
        resources: after.resources,
        minRuntimeSeconds: after.minRuntimeSeconds,
        userLimits: after.userLimits,
        updatedAt: after.updatedAt.toISOString(),
        warnings,
      }
    }),
})

type Lines = Pick<z.output<typeof SetQuota>, 'cpu' | 'memory' | 'gpu' | 'extended'>

/** Resources that the request names, with what it says of them. */
function linesOf({ cpu, memory, gpu, extended = {} }: Lines) {
  return Object.entries({ cpu, memory, gpu, ...extended }).flatMap(([name, line]) => (line ? [{ name, line }] : []))
}

function settingsOf({ rank, resources, minRuntimeSeconds, userLimits }: typeof quotas.$inferSelect) {
  return { rank, resources, minRuntimeSeconds, userLimits }
}
