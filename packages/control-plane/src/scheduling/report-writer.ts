import type { Explanation, Plan, QueueStanding } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import { inSystem, type TxSource } from '../db/tx.ts'
import type { World } from './world.ts'
import { originOf } from './commit-plan.ts'

const EVERY_MS = 500

/**
 * Writes down what rounds say about waiting work and about queues: only what changed since it was last written, at most twice a second. It
 * is for people; decisions do not wait for it.
 */
export class ReportWriter {
  readonly #source: TxSource
  readonly #world: World
  readonly #epoch: number
  readonly #written = new Map<string, string>()
  #latest: { plan: Plan; roundId: number } | undefined
  #lastAt = 0

  constructor(source: TxSource, world: World, epoch: number) {
    this.#source = source
    this.#world = world
    this.#epoch = epoch
  }

  note(plan: Plan, roundId: number): void {
    this.#latest = { plan, roundId }
  }

  /** How long until something is due, or undefined when nothing waits to be written. */
  dueIn(now: number): number | undefined {
    return this.#latest ? Math.max(0, this.#lastAt + EVERY_MS - now) : undefined
  }

  async flush(now: number): Promise<void> {
    const latest = this.#latest
    if (!latest || now - this.#lastAt < EVERY_MS) return
    this.#latest = undefined
    this.#lastAt = now
    const waits = this.#changedWaits(latest.plan.waits)
    const standings = this.#changedStandings(latest.plan.standings)
    if (waits.length === 0 && standings.length === 0) return
    await inSystem(
      this.#source,
      async (tx) => {
        await tx.q.execute(sql`
          insert into explanations (organization_id, class_key, round_id, at, explanation)
          select r.org, r.key, ${latest.roundId}, now(), r.explanation
          from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) as r(org uuid, key text, explanation jsonb)
          on conflict (organization_id, class_key) do update
          set round_id = excluded.round_id, at = excluded.at, explanation = excluded.explanation`)
        await tx.q.execute(sql`
          insert into queue_standings (organization_id, node_pool_id, queue_id, round_id, at, standing)
          select r.org, r.pool, r.queue, ${latest.roundId}, now(), r.standing
          from jsonb_to_recordset(${JSON.stringify(standings)}::jsonb) as r(org uuid, pool uuid, queue uuid, standing jsonb)
          on conflict (organization_id, node_pool_id, queue_id) do update
          set round_id = excluded.round_id, at = excluded.at, standing = excluded.standing`)
        for (const org of new Set([...waits, ...standings].map((row) => row.org))) await tx.changed('queue', org, org)
      },
      originOf(this.#epoch),
    )
  }

  #changedWaits(waits: ReadonlyMap<string, Explanation>): { org: string; key: string; explanation: Explanation }[] {
    return [...waits].flatMap(([key, explanation]) => {
      const org = this.#world.organizationOfClass(key)
      return org !== undefined && this.#isNew(`wait ${key}`, explanation) ? [{ org, key, explanation }] : []
    })
  }

  #changedStandings(
    standings: readonly QueueStanding[],
  ): { org: string; pool: string; queue: string; standing: QueueStanding }[] {
    return standings.flatMap((standing) => {
      const org = this.#world.organizationOfQueue(standing.queueId)
      const isNew = this.#isNew(`standing ${standing.poolId} ${standing.queueId}`, standing)
      return org !== undefined && isNew ? [{ org, pool: standing.poolId, queue: standing.queueId, standing }] : []
    })
  }

  #isNew(name: string, value: unknown): boolean {
    const text = JSON.stringify(value)
    if (this.#written.get(name) === text) return false
    this.#written.set(name, text)
    return true
  }
}
