import { expect, test } from 'vitest'
import { costText } from './cost-text.ts'

const cost = { currency: 'EUR', gpuHours: 6.2, cost: 12.4, unpriced: 0, expected: null, limit: null }

test('a cost says what was spent, and ahead only what is known', () => {
  expect(costText({ cost, requests: {} })).toBe('12.40 EUR so far')
  const ahead = { ...cost, expected: { p50: 40, p90: 52, samples: 9 }, limit: 96 }
  expect(costText({ cost: ahead, requests: {} })).toBe(
    '12.40 EUR so far, likely 40.00 to 52.00 EUR in all, at most 96.00 EUR',
  )
  expect(costText({ cost: { ...cost, cost: null, unpriced: 6.2 }, requests: {} })).toBe('no price is known of its GPUs')
})

test('without prices or GPUs, and of an older control plane, nothing is said', () => {
  expect(costText({ cost: { ...cost, currency: null }, requests: { gpu: 1000 } })).toBe('')
  expect(costText({ cost: { ...cost, gpuHours: 0 }, requests: { cpu: 500 } })).toBe('')
  expect(costText({ requests: { gpu: 1000 } })).toBe('')
})
