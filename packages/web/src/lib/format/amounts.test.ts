import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  describeAmount,
  describeAmounts,
  formatAmount,
  formatMemory,
  fromUnit,
  inUnit,
  resourceNames,
} from './amounts.ts'

test('amounts read as people say them', () => {
  expect(formatAmount('cpu', 12_500)).toBe('12.5')
  expect(formatAmount('gpu', 500)).toBe('0.5')
  expect(formatAmount('memory', 1024 * 100)).toBe('100')
  expect(formatAmount('gpu', null)).toBe('—')
  expect(formatAmount('gpu', 0)).toBe('0')
  expect(describeAmount('gpu', 1000)).toBe('1 GPU')
  expect(describeAmount('cpu', 2000)).toBe('2 cores')
  expect(describeAmount('nvidia.com/mig-1g.10gb', 2)).toBe('2 nvidia.com/mig-1g.10gb')
})

test('memory takes the largest unit that leaves something before the point', () => {
  expect(formatMemory(0)).toBe('0')
  expect(formatMemory(512)).toBe('512 MiB')
  expect(formatMemory(1536)).toBe('1.5 GiB')
  expect(formatMemory(3 * 2 ** 20)).toBe('3 TiB')
})

test('GPUs come first, then CPU and memory, then the rest by name; nothing at all is a dash', () => {
  expect(resourceNames({ memory: 1, zeta: 1, alpha: 1, gpu: 1, cpu: 1 })).toEqual([
    'gpu',
    'cpu',
    'memory',
    'alpha',
    'zeta',
  ])
  expect(describeAmounts({ cpu: 4000, gpu: 1000, memory: 2048 })).toBe('1 GPU · 4 cores · 2 GiB')
  expect(describeAmounts({ gpu: 0 })).toBe('—')
})

test('what people type and what the API counts are the same amount', () => {
  fc.assert(
    fc.property(fc.constantFrom('cpu', 'gpu', 'memory'), fc.nat(10_000_000), (resource, amount) => {
      expect(fromUnit(resource, inUnit(resource, amount))).toBe(amount)
    }),
  )
})
