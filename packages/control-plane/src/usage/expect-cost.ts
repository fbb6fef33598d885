import { sql } from 'drizzle-orm'
import type { AheadCost } from '../common/cost-schemas.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { runsLike } from '../forecasts/runs-like.ts'
import { priceAt } from './internal/cost-of.ts'
import { costAtTimeout, expectedCost } from './internal/expected-cost.ts'
import { modelsOf } from './internal/held.ts'
import { readPriceBook } from './internal/price-book.ts'

export interface Ahead {
  projectId: string
  nodePoolId: string
  requests: Record<string, number>
  replicas: number
  /** Running time in seconds after which it is ended; null: never. */
  timeoutS: number | null
  /** The run that it is in. */
  run: { id: string; startedAt: Date | null } | undefined
  /** What was spent already. */
  spent: number
}

const NOTHING: AheadCost = { expected: null, limit: null }

/** What work that has not ended may cost, by the prices of `now`: as its own GPUs cost, or while it waits those on which work like it ran last. */
export async function expectCost(q: DrizzleTx, ahead: Ahead, now: number): Promise<AheadCost> {
  const gpus = ((ahead.requests['gpu'] ?? 0) / 1000) * ahead.replicas
  const book = await readPriceBook(q, now)
  if (gpus === 0 || book.currency === null) return NOTHING
  const { runtimesMs, newestId } = await runsLike(q, ahead, now)
  const like = ahead.run?.id ?? newestId
  const models = like === undefined ? [] : await modelsOfRun(q, like)
  const isByModel = book.lines.some(({ gpuModel }) => gpuModel !== null)
  // Which model it will get is not known, and would make a difference.
  if (models.length === 0 && isByModel) return NOTHING
  const parts = models.length === 0 ? [{ model: '', part: 1 }] : models
  let hourly = 0
  for (const { model, part } of parts) {
    const price = priceAt(book.lines, { gpuModel: model, nodePoolId: ahead.nodePoolId, at: now })
    if (price === undefined) return NOTHING
    hourly += price * part * gpus
  }
  const startedAt = ahead.run?.startedAt?.getTime()
  const common = {
    spent: ahead.spent,
    hourly,
    elapsedMs: startedAt === undefined ? 0 : Math.max(0, now - startedAt),
    timeoutMs: ahead.timeoutS === null ? null : ahead.timeoutS * 1000,
  }
  return { expected: expectedCost({ ...common, runtimesMs }) ?? null, limit: costAtTimeout(common) }
}

async function modelsOfRun(q: DrizzleTx, id: string) {
  return await q.execute<{ model: string; part: number }>(
    sql`select m.model, m.part from runs r cross join lateral (${modelsOf(sql`r.node_ids`)}) m where r.id = ${id}`,
  )
}
