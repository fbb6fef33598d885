import { expect, test } from 'vitest'
import { costsOf, priceAt, type PriceLine } from './cost-of.ts'

const line = (gpuModel: string | null, nodePoolId: string | null, amount: number | null, validFrom = 0): PriceLine => ({
  gpuModel,
  nodePoolId,
  amount,
  validFrom,
})

test('the most particular price holds: pool and model, then pool, then model, then everything', () => {
  const all = [line(null, null, 1), line('H100', null, 2), line(null, 'p', 3), line('H100', 'p', 4)]
  const at = (gpuModel: string, nodePoolId: string, prices = all) => priceAt(prices, { gpuModel, nodePoolId, at: 10 })
  expect(at('H100', 'p')).toBe(4)
  expect(at('A100', 'p')).toBe(3)
  expect(at('H100', 'q')).toBe(2)
  expect(at('', 'q')).toBe(1)
  expect(at('A100', 'q', [line('H100', null, 2)])).toBeUndefined()
})

test('a price holds from its begin until the next of the same model and pool, and one that ends leaves it to the general one', () => {
  const prices = [
    line(null, null, 1),
    line('H100', null, 2, 100),
    line('H100', null, 3, 200),
    line('H100', null, null, 300),
  ]
  const at = (moment: number) => priceAt(prices, { gpuModel: 'H100', nodePoolId: 'p', at: moment })
  expect([at(99), at(100), at(199), at(200), at(300)]).toEqual([1, 2, 2, 3, 1])
  // What was written later about the same moment is a correction.
  expect(priceAt([...prices, line('H100', null, 9, 200)], { gpuModel: 'H100', nodePoolId: 'p', at: 250 })).toBe(9)
})

test('hours are costed by the price of their own time, and those without one are told apart', () => {
  const prices = [line('H100', null, 2, 100), line('H100', null, 3, 200)]
  const row = (period: number, model: string, hours: number) => ({
    id: 'a',
    at: null,
    model,
    pool: 'p',
    period,
    seconds: hours * 3600,
  })
  const rows = [row(0, 'H100', 1), row(1, 'H100', 10), row(2, 'H100', 5), row(2, 'A100', 4)]
  expect(costsOf(rows, prices, [100, 200], ({ id }) => id ?? '').get('a')).toEqual({ cost: 35, unpriced: 5 })
  expect(costsOf([row(0, 'H100', 2)], prices, [100, 200], () => 'a').get('a')).toEqual({ cost: null, unpriced: 2 })
})
