import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { prices } from '../db/schema/prices.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { readPrices } from './internal/read-prices.ts'
import { Price, SetPrice } from './schemas.ts'

const HOUR_MS = 3_600_000

export const setPrice = action({
  name: 'price.set',
  summary: 'Say what an hour of a GPU costs from when on; what was said before holds until then',
  rest: { method: 'post', path: '/prices', status: 201 },
  allow: 'price:write',
  input: SetPrice,
  output: Price,
  run: async (ctx, input) => {
    ctx.access.require('price:write')
    const now = ctx.app.clock.now()
    const validFrom = new Date(
      Math.floor((input.validFrom === undefined ? now : Date.parse(input.validFrom)) / HOUR_MS) * HOUR_MS,
    )
    return await transaction(ctx, async (tx) => {
      const before = await readPrices(tx.q, now)
      const known = before.at(-1)?.currency
      const currency = input.currency ?? known
      if (currency === undefined) {
        throw new AppError('VALIDATION', 'the first price says its currency', {
          hint: 'give one such as EUR; all prices share it',
          issues: [{ path: 'currency', message: 'missing' }],
        })
      }
      if (known !== undefined && known !== currency) {
        throw new AppError('CONFLICT', `the price book is in ${known}, and sums of two currencies mean nothing`, {
          hint: `give the price in ${known}`,
          issues: [{ path: 'currency', message: `not ${known}` }],
        })
      }
      const nodePool = input.nodePool === undefined ? undefined : await findNodePool(tx.q, input.nodePool)
      const id = newId()
      await tx.q.insert(prices).values({
        id,
        organizationId: ctx.organizationId,
        gpuModel: input.gpuModel ?? null,
        nodePoolId: nodePool?.id ?? null,
        amount: input.amount,
        currency,
        validFrom,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
      })
      const name = [input.gpuModel ?? 'every GPU', nodePool ? `in ${nodePool.name}` : ''].filter(Boolean).join(' ')
      await recordAudit(
        tx,
        ctx,
        'price.set',
        { kind: 'price', id, name },
        {
          after: { amount: input.amount, currency, validFrom: validFrom.toISOString() },
        },
      )
      await tx.changed('price', id)
      return must(
        (await readPrices(tx.q, now)).find((price) => price.id === id),
        'the price was written',
      )
    })
  },
})
