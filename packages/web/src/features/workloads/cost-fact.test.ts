import { expect, test } from 'vitest'
import { costText, hasCost } from './cost-fact.tsx'

const cost = { currency: 'EUR', gpuHours: 6.2, cost: 12.4, unpriced: 0, expected: null, limit: null }

test('a cost says what was spent, and ahead only what is known', () => {
  expect(costText(cost)).toBe('€12.40 so far')
  expect(costText({ ...cost, expected: { p50: 40, p90: 52, samples: 9 }, limit: 96 })).toBe(
    '€12.40 so far, likely €40.00 to €52.00 in all, at most €96.00',
  )
  expect(costText({ ...cost, expected: { p50: 40, p90: 40, samples: 9 } })).toBe('€12.40 so far, likely €40.00 in all')
  expect(costText({ ...cost, cost: null, unpriced: 6.2 })).toBe('— so far, and 6.2 GPU hours without a price')
})

test('without prices or GPUs there is nothing to say', () => {
  expect(hasCost({ cost, requests: {} })).toBe(true)
  expect(hasCost({ cost: { ...cost, gpuHours: 0 }, requests: { gpu: 1000 } })).toBe(true)
  expect(hasCost({ cost: { ...cost, gpuHours: 0 }, requests: { cpu: 1000 } })).toBe(false)
  expect(hasCost({ cost: { ...cost, currency: null }, requests: { gpu: 1000 } })).toBe(false)
})
