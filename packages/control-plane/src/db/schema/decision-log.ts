// Domain: scheduling
import { sql } from 'drizzle-orm'
import { bigserial, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { bytea, counter, time } from './columns.ts'

/**
 * What it takes to plan past rounds again. `world` begins a section with everything that the engine knew; `round` has what the engine was told
 * since the entry before it, what it was asked, and what it answered; `news` has only what it was told, where no round has decided anything for
 * long. Not a tenant table: a round decides for all organizations.
 */
export const decisionLog = pgTable(
  'decision_log',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    kind: text('kind').$type<'world' | 'news' | 'round'>().notNull(),
    epoch: counter('epoch').notNull(),
    at: time('at')
      .notNull()
      .default(sql`now()`),
    /** The release that planned it: another one may plan otherwise. */
    version: text('version').notNull(),
    roundId: counter('round_id'),
    policy: jsonb('policy').$type<Record<string, unknown>>(),
    inputs: jsonb('inputs').$type<{ now: number; seed: number; [more: string]: unknown }>(),
    /** Of the plan as text. */
    planSha256: text('plan_sha256'),
    decisions: integer('decisions').notNull().default(0),
    /** JSON `{deltas, plan}` under Zstandard with a checksum; `plan` has the decisions alone. */
    payload: bytea('payload').notNull(),
  },
  (t) => [index('decision_log_at_idx').on(t.at)],
)
