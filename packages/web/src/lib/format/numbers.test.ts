import { expect, test } from 'vitest'
import { formatNumber, formatShare, plural, UNKNOWN } from './numbers.ts'

test('what is not known is a dash, and zero is a zero', () => {
  expect(formatNumber(null)).toBe(UNKNOWN)
  expect(formatNumber(undefined)).toBe(UNKNOWN)
  expect(formatNumber(Number.NaN)).toBe(UNKNOWN)
  expect(formatNumber(0)).toBe('0')
  expect(formatNumber(-0)).toBe('0')
  expect(formatShare(0, 10)).toBe('0 %')
  expect(formatShare(1, 0)).toBe(UNKNOWN)
})

test('a share never claims nothing or everything before it is so', () => {
  expect(formatShare(1, 1000)).toBe('1 %')
  expect(formatShare(999, 1000)).toBe('99 %')
  expect(formatShare(1000, 1000)).toBe('100 %')
})

test('numbers are grouped and counted in words', () => {
  expect(formatNumber(1_234_567)).toBe('1,234,567')
  expect(plural(1, 'node')).toBe('1 node')
  expect(plural(2, 'entry', 'entries')).toBe('2 entries')
})
