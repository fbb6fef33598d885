import { sql, type SQL } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import type { PriceLine } from './cost-of.ts'
import { readPrices } from './read-prices.ts'

export interface PriceBook {
  lines: readonly PriceLine[]
  /** When a price changed, in milliseconds since the epoch, earliest first. */
  changes: readonly number[]
  /** Of all prices; null: there are none. */
  currency: string | null
}

/** The price book as costs are reckoned by it. */
export async function readPriceBook(q: DrizzleTx, now: number): Promise<PriceBook> {
  const book = await readPrices(q, now)
  const lines = book.map(({ gpuModel, nodePool, amount, validFrom }) => ({
    gpuModel,
    nodePoolId: nodePool?.id ?? null,
    amount,
    validFrom: Date.parse(validFrom),
  }))
  const changes = [...new Set(lines.map(({ validFrom }) => validFrom))].toSorted((a, b) => a - b)
  return { lines, changes, currency: book.at(-1)?.currency ?? null }
}

/** The moments at which a price changed, as an array of PostgreSQL. */
export function changesArray({ changes }: Pick<PriceBook, 'changes'>): SQL {
  return sql`${`{${changes.map((at) => new Date(at).toISOString()).join(',')}}`}::timestamptz[]`
}
