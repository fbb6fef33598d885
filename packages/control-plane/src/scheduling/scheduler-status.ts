import type { Database } from '../db/connect.ts'

/** How scheduling itself is doing. Read across organizations: rounds and leadership are nobody's. */
export async function schedulerStatus(database: Database): Promise<{
  leader: { alive: boolean; epoch: number; lookedAt: string | null }
  lastRound: { id: number; at: string; planMicros: number } | null
}> {
  const { sql } = database.system
  const [lease] = await sql<{ alive: boolean; epoch: string; planned: string | null }[]>`
    select expires_at > now() as alive, epoch::text,
           to_char(planned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as planned
    from leases where name = 'scheduler'`
  const [round] = await sql<{ id: string; at: string; plan_micros: number }[]>`
    select id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, plan_micros
    from rounds order by rounds.id desc limit 1`
  return {
    leader: { alive: lease?.alive ?? false, epoch: Number(lease?.epoch ?? 0), lookedAt: lease?.planned ?? null },
    lastRound: round ? { id: Number(round.id), at: round.at, planMicros: round.plan_micros } : null,
  }
}
