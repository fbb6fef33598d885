import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { projects } from '../db/schema/projects.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload, type WorkloadRow } from '../workloads/find-workload.ts'
import { recordEvents } from '../workloads/record-event.ts'
import { findSpot } from './internal/find-spot.ts'
import { makeRoom, type Keyed } from './internal/make-room.ts'
import { placesOf } from './internal/places-of.ts'
import { readNeighbours, type Spot } from './internal/read-neighbours.ts'
import { viewPending } from './internal/view-pending.ts'
import { MoveWorkload, PendingWorkload } from './schemas.ts'

export const moveWorkload = action({
  name: 'queue.move',
  summary: 'Give a waiting workload another place among those of its project, pool and priority',
  rest: { method: 'post', path: '/workloads/{workload}/move' },
  allow: 'queue:write',
  input: MoveWorkload,
  output: PendingWorkload,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const found = await findWorkload(ctx, tx.q, input, { permission: 'queue:write' })
      await lockLine(tx, found)
      const row = await findWorkload(ctx, tx.q, { workload: found.id })
      requireWaiting(row)
      const spot = await findSpot(ctx, tx.q, row, input)
      const [before] = await placesOf(tx.q, [row.id])
      const shifted = await moveTo(tx, row, spot, ctx.app.clock.now() * 1000)
      const places = await placesOf(tx.q, [row.id])
      const from = must(before, 'it waits').place
      const to = must(places[0], 'it waits').place
      if (from !== to) {
        const [project] = await tx.q
          .select({ name: projects.name })
          .from(projects)
          .where(eq(projects.id, row.projectId))
        await recordEvents(tx, [
          {
            organizationId: ctx.organizationId,
            workloadId: row.id,
            phase: row.phase,
            message: `moved from place ${from} to place ${to} of its line by ${ctx.actor.name}`,
            data: { from, to },
          },
        ])
        await recordAudit(
          tx,
          ctx,
          'queue.move',
          { kind: 'workload', id: row.id, name: row.name },
          { project: project?.name ?? row.projectId, from, to },
        )
        await tx.changed('workload', [row.id, ...shifted])
      }
      return must((await viewPending(tx.q, places))[0], 'it waits')
    }),
})

/** One move in a line at a time, so that two cannot wait for each other's rows, nor both take one spot. */
async function lockLine(tx: Tx, row: WorkloadRow): Promise<void> {
  await tx.q.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`line ${row.projectId} ${row.nodePoolId} ${row.priority}`}, 0))`,
  )
}

function requireWaiting(row: WorkloadRow): void {
  if (row.phase === 'QUEUED') return
  throw new AppError('CONFLICT', `"${row.name}" does not wait: it is ${row.phase}`, {
    hint: 'only what waits has a place to change',
  })
}

/** Writes the new key, and those of neighbours that stood too close. Answers the neighbours' ids. */
async function moveTo(tx: Tx, row: WorkloadRow, spot: Spot, now: number): Promise<string[]> {
  const nearest = await readNeighbours(tx.q, row, spot, 1)
  let room = makeRoom(nearest.before, nearest.behind, now)
  if (room.shifted.length > 0) {
    const line = await readNeighbours(tx.q, row, spot, null)
    room = makeRoom(line.before, line.behind, now)
  }
  const keys: Keyed[] = [{ id: row.id, at: room.at }, ...room.shifted]
  // In id order, like every writer of many workloads, so that two cannot wait for each other.
  const moved = await tx.q.execute<{ id: string }>(sql`
    with k as (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(id uuid, at text)
    ), locked as (
      select w.id from workloads w join k on k.id = w.id where w.phase = 'QUEUED' order by w.id for update of w
    )
    update workloads w set queued_at = 'epoch'::timestamptz + (k.at || ' microseconds')::interval
    from k join locked on locked.id = k.id where w.id = k.id
    returning w.id`)
  if (!moved.some(({ id }) => id === row.id)) {
    throw new AppError('CONFLICT', `"${row.name}" has just been given room, and does not wait any more`)
  }
  return room.shifted.map(({ id }) => id)
}
