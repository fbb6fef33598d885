import { eq, sql } from 'drizzle-orm'
import { transaction, type Context } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads, type WorkloadPhase } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { requestStop } from '../runs/request-stop.ts'
import { findWorkload, type WorkloadRow } from './find-workload.ts'
import { recordEvents } from './record-event.ts'
import type { Workload } from './schemas.ts'
import { hasRun, nextPhase, type WorkloadEvent } from './transition.ts'
import { viewWorkloads } from './view-workloads.ts'

type Order = Extract<WorkloadEvent, 'cancel' | 'suspend' | 'resume'>

interface Word {
  intent: 'cancel' | 'suspend' | 'run'
  done: string
  stop: 'USER_CANCEL' | 'SUSPENDED' | undefined
}

const WORDS: Record<Order, Word> = {
  cancel: { intent: 'cancel', done: 'cancelled', stop: 'USER_CANCEL' },
  suspend: { intent: 'suspend', done: 'stopped', stop: 'SUSPENDED' },
  resume: { intent: 'run', done: 'resumed', stop: undefined },
}
const VERB = { cancel: 'cancel', suspend: 'stop', run: 'resume' } as const

/**
 * An owner's order to a workload. What runs is not called ended here: its agent ends it and says so. Giving the same order twice is
 * harmless.
 */
export function controlWorkload(
  ctx: Context,
  ref: { workload: string; project?: string | undefined },
  order: Order,
): Promise<Workload> {
  return transaction(ctx, async (tx) => {
    const row = await findWorkload(ctx, tx.q, ref, { permission: 'workload:control', lock: true })
    const { intent, done, stop } = WORDS[order]
    const next = nextPhase(row.phase, order)
    const isThere = isAlready(row, order) || (next === 'same' && row.intent === intent)
    if (next === 'refuse' && !isThere) {
      throw new AppError('CONFLICT', `"${row.name}" is ${row.phase} and cannot be ${done}`, {
        hint: order === 'resume' ? 'only stopped work can be resumed' : 'submit it again to run it again',
      })
    }
    if (!isThere)
      await give(ctx, tx, row, { intent, done, stop, phase: next === 'same' || next === 'refuse' ? row.phase : next })
    const [view] = await viewWorkloads(tx.q, { ids: [row.id] })
    return must(view, 'the workload was found')
  })
}

/** True when the order was carried out before, so that giving it twice is harmless. */
function isAlready(row: WorkloadRow, order: Order): boolean {
  if (order === 'cancel') return row.phase === 'CANCELLED'
  if (order === 'suspend') return row.phase === 'SUSPENDED'
  return row.phase === 'QUEUED'
}

async function give(ctx: Context, tx: Tx, row: WorkloadRow, order: Word & { phase: WorkloadPhase }): Promise<void> {
  const { intent, phase } = order
  const message = `${order.done} by ${ctx.actor.name}`
  await tx.q
    .update(workloads)
    .set({
      intent,
      phase,
      reason: phase === 'CANCELLED' ? 'USER_CANCEL' : phase === 'SUSPENDED' ? 'SUSPENDED' : null,
      message,
      nomination: null,
      ...(phase === row.phase ? {} : { phaseSince: sql`now()` }),
      ...(phase === 'CANCELLED' ? { finishedAt: sql`now()`, retryable: false } : {}),
    })
    .where(eq(workloads.id, row.id))
  if (order.stop && hasRun(row.phase)) {
    const runId = must(row.currentRunId, 'live work has a run')
    const [run] = await tx.q.select({ clusterId: runs.clusterId }).from(runs).where(eq(runs.id, runId))
    await requestStop(tx, [{ runId, clusterId: must(run, 'its run exists').clusterId }], order.stop, message)
  }
  await recordEvents(tx, [{ organizationId: ctx.organizationId, workloadId: row.id, phase, message }])
  await recordAudit(tx, ctx, `workload.${VERB[intent]}`, { kind: 'workload', id: row.id, name: row.name })
  await tx.changed('workload', row.id)
}
