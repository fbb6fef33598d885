import { sql } from 'drizzle-orm'
import type { App } from '../../app/app.ts'
import { inSystem } from '../../db/tx.ts'
import type { ToldLife } from './tell-lives.ts'

/** Writes the rounds that decided something, in order of time, and answers their numbers in that order. */
export async function writeRounds(
  app: App,
  lives: readonly ToldLife[],
  { times, planMicros }: { times: readonly number[]; planMicros: number },
): Promise<number[]> {
  const counts = times.map(() => ({ placed: 0, preempted: 0 }))
  for (const { round, reason } of lives.flatMap(({ events }) => events)) {
    const count = round === undefined ? undefined : counts[round]
    if (count) count[reason === 'PREEMPTED' ? 'preempted' : 'placed'] += 1
  }
  const rows = times.map((at, index) => ({ at: new Date(at).toISOString(), counts: counts[index] }))
  // The log of rounds belongs to no organization.
  return await inSystem(app, async ({ q }) => {
    const written = await q.execute<{ id: string }>(sql`
      insert into rounds (epoch, at, plan_micros, counts)
      select 0, r.at, ${planMicros}, r.counts
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(at timestamptz, counts jsonb) order by r.at
      returning id::text`)
    return written.map(({ id }) => Number(id)).toSorted((a, b) => a - b)
  })
}
