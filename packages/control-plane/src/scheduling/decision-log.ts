import { sql } from 'drizzle-orm'
import type { Policy } from '@fairlead/scheduler'
import type { App } from '../app/app.ts'
import { decisionLog } from '../db/schema/decision-log.ts'
import { inSystem, type Tx } from '../db/tx.ts'
import { decisionLogBytes } from '../lib/metrics.ts'
import type { Engine } from './engine.ts'
import type { AskedRound, EngineRecord } from './engine-messages.ts'
import { requireLeadership } from './require-leadership.ts'

/** So much news is written down even if no round decides anything. */
const UNRECORDED_MAX = 5_000
/** Retention drops whole sections, so there are about this many of them in it. */
const SECTIONS = 8

/** A round that is being written down: called in the transaction that commits it. */
export type WriteRound = (tx: Tx, roundId: number) => Promise<void>

/**
 * The decision log of one reign: everything that the engine is told and answers, in sections that begin with the whole world. The engine's
 * thread packs an entry while the database writes the round's decisions, so that a commit waits for one more insert and no more.
 */
export class DecisionLog {
  readonly #app: App
  readonly #engine: Engine
  readonly #epoch: number
  #sectionAt = 0
  #sectionBytes = 0

  constructor(app: App, engine: Engine, epoch: number) {
    this.#app = app
    this.#engine = engine
    this.#epoch = epoch
  }

  get isOn(): boolean {
    return this.#app.config.decisionLogHours > 0
  }

  /** Begins a section where one is due: at the start of a reign, and when the last one is old or long enough to be dropped on its own. */
  async beginSection(now: number): Promise<void> {
    const { decisionLogHours: hours, decisionLogMib: mib } = this.#app.config
    const isLong = this.#sectionBytes > (mib * 2 ** 20) / SECTIONS
    const isDue = this.#sectionAt === 0 || isLong || now - this.#sectionAt > (hours * 3_600_000) / SECTIONS
    if (!this.isOn || !isDue) return
    this.#sectionAt = now
    this.#sectionBytes = 0
    await this.#writeAlone('world')
  }

  /** After a round that decided nothing. */
  async afterIdleRound(unrecorded: number): Promise<void> {
    if (this.isOn && unrecorded > UNRECORDED_MAX) await this.#writeAlone('news')
  }

  /** Takes down the round that was planned last; before the engine is told anything else. */
  round(policy: Policy, inputs: AskedRound): WriteRound {
    if (!this.isOn) return () => Promise.resolve()
    const packed = this.#engine.record('round')
    // Whoever commits awaits it, unless the commit fails first.
    packed.catch(() => undefined)
    return async (tx, roundId) => {
      const record = await packed
      await this.#insert(tx, record, { kind: 'round', roundId, policy: { ...policy }, inputs: { ...inputs } })
    }
  }

  async #writeAlone(kind: 'world' | 'news'): Promise<void> {
    const record = await this.#engine.record(kind)
    // Across organizations: rounds are.
    await inSystem(this.#app, async (tx) => {
      await requireLeadership(tx, this.#app.replicaId, this.#epoch)
      await this.#insert(tx, record, { kind })
    })
  }

  async #insert(
    tx: Tx,
    { payload, decisions, planSha256 }: EngineRecord,
    entry: Pick<typeof decisionLog.$inferInsert, 'kind' | 'roundId' | 'policy' | 'inputs'>,
  ): Promise<void> {
    await tx.q.insert(decisionLog).values({
      ...entry,
      epoch: this.#epoch,
      version: this.#app.version,
      decisions,
      ...(planSha256 === undefined ? {} : { planSha256 }),
      payload: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
    })
    this.#sectionBytes += payload.byteLength
    decisionLogBytes.inc(payload.byteLength)
  }
}

/** Drops sections that are too old, and the oldest of those that are too much. The newest one stays. Answers how many entries went. */
export async function pruneDecisionLog(app: App): Promise<number> {
  const { decisionLogHours: hours, decisionLogMib: mib } = app.config
  const rows = await app.database.system.db.execute<{ id: string }>(sql`
    with sized as (
      select id, kind, at, sum(octet_length(payload)) over (order by id desc) as bytes_on from decision_log
    ), keep as (
      select coalesce(
        min(id) filter (where bytes_on <= ${mib * 2 ** 20}
          and id >= coalesce((select max(id) from sized where kind = 'world' and at < now() - ${hours} * interval '1 hour'), 0)),
        max(id)) as id
      from sized where kind = 'world'
    )
    delete from decision_log where id < (select id from keep) or ${hours === 0} returning id::text`)
  return rows.length
}
