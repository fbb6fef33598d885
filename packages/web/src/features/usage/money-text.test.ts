import { expect, test } from 'vitest'
import { moneyText } from './money-text.ts'

test('a sum carries its currency, and what is not known is no zero', () => {
  expect(moneyText(1234.5, 'EUR')).toBe('€1,234.50')
  expect(moneyText(0, 'NOK')).toMatch(/^NOK\s0\.00$/)
  expect(moneyText(null, 'EUR')).toBe('—')
  expect(moneyText(1, null)).toBe('—')
})
