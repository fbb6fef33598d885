import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { readPrices } from './internal/read-prices.ts'
import { ListPrices, Prices } from './schemas.ts'

export const listPrices = action({
  name: 'price.list',
  summary: 'The price book: what an hour of a GPU costs, from when on, and who said so',
  rest: { method: 'get', path: '/prices' },
  allow: 'workload:read',
  input: ListPrices,
  output: Prices,
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const items = await readPrices(q, ctx.app.clock.now())
      const models = await q.execute<{ model: string }>(
        sql`select distinct gpu->>'model' as model from nodes where gpu is not null and gone_at is null order by 1`,
      )
      return {
        items: items.toSorted((a, b) => (a.validFrom === b.validFrom ? 0 : a.validFrom < b.validFrom ? 1 : -1)),
        currency: items.at(-1)?.currency ?? null,
        models: models.map(({ model }) => model).filter((model) => model !== ''),
      }
    }),
})
