import { expect, test } from 'vitest'
import { CpuQuantity, Duration, GpuQuantity, MemoryQuantity, Name } from './schemas.ts'

test('amounts are read as people write them', () => {
  expect(CpuQuantity.parse(2)).toBe(2000)
  expect(CpuQuantity.parse('0.5')).toBe(500)
  expect(CpuQuantity.parse('250m')).toBe(250)
  expect(MemoryQuantity.parse('4Gi')).toBe(4096)
  expect(MemoryQuantity.parse('512Mi')).toBe(512)
  expect(MemoryQuantity.parse(1_073_741_824)).toBe(1024)
  expect(MemoryQuantity.parse('1G')).toBe(954)
  expect(GpuQuantity.parse(1)).toBe(1000)
  expect(GpuQuantity.parse(0.5)).toBe(500)
  expect(Duration.parse('90s')).toBe(90)
  expect(Duration.parse('2h')).toBe(7200)
  expect(Duration.parse(60)).toBe(60)
})

test('what is not an amount is refused, with what would be one', () => {
  for (const value of ['', 'much', '-1', '1.2.3', '5x', Number.NaN, -1, null]) {
    expect(CpuQuantity.safeParse(value).success).toBe(false)
    expect(MemoryQuantity.safeParse(value).success).toBe(false)
  }
  expect(MemoryQuantity.safeParse('4 GB').error?.issues[0]?.message).toBeDefined()
  expect(GpuQuantity.safeParse('1').success).toBe(false)
  expect(Duration.safeParse('1 hour').success).toBe(false)
})

test('names are DNS labels', () => {
  for (const name of ['a', 'team-7', '0x', 'a'.repeat(63)]) expect(Name.safeParse(name).success).toBe(true)
  for (const name of ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a'.repeat(64), 'a b', '../x'])
    expect(Name.safeParse(name).success).toBe(false)
})
