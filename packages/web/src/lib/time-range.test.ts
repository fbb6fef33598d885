import { expect, test } from 'vitest'
import { daysOfRange, rangeOfDays, readRange, resolveRange, monthsBack } from './time-range.ts'

const iso = ({ from, to }: { from: number; to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()]
const NOW = Date.parse('2026-11-22T10:40:00Z')

test('a range in an address is a name or two moments in UTC, and anything else is dropped', () => {
  expect(readRange('7d')).toBe('7d')
  expect(readRange('2026-11-01T00:00Z..2026-11-08T00:00Z')).toBe('2026-11-01T00:00Z..2026-11-08T00:00Z')
  for (const junk of ['8d', '', 7, '2026-11-08T00:00Z..2026-11-01T00:00Z', '2026-11-01..2026-11-02', 'a..b..c', null]) {
    expect(readRange(junk), String(junk)).toBeUndefined()
  }
})

test('days and months begin where the reader is', () => {
  expect(iso(resolveRange('today', NOW, 'UTC'))[0]).toBe('2026-11-22T00:00:00.000Z')
  expect(iso(resolveRange('today', NOW, 'Pacific/Auckland'))[0]).toBe('2026-11-21T11:00:00.000Z')
  expect(iso(resolveRange('last-month', NOW, 'America/New_York'))).toEqual([
    '2026-10-01T04:00:00.000Z',
    '2026-11-01T04:00:00.000Z',
  ])
  expect(iso(resolveRange('last-month', Date.parse('2027-01-05T00:00:00Z'), 'UTC'))[0]).toBe('2026-12-01T00:00:00.000Z')
})

test('a day on which clocks change has 23 or 25 hours', () => {
  const spring = resolveRange(rangeOfDays('2026-03-29', '2026-03-29', 'Europe/Oslo') ?? '1h', NOW, 'Europe/Oslo')
  expect(spring.to - spring.from).toBe(23 * 3_600_000)
  const autumn = resolveRange(rangeOfDays('2026-10-25', '2026-10-25', 'Europe/Oslo') ?? '1h', NOW, 'Europe/Oslo')
  expect(autumn.to - autumn.from).toBe(25 * 3_600_000)
})

test('chosen days come back as they were chosen, in every zone', () => {
  for (const zone of ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia']) {
    const range = rangeOfDays('2026-11-03', '2026-11-05', zone)
    expect(daysOfRange(range ?? '1h', NOW, zone), zone).toEqual({ first: '2026-11-03', last: '2026-11-05' })
  }
  expect(rangeOfDays('2026-11-05', '2026-11-03', 'UTC')).toBeUndefined()
  expect(rangeOfDays('', '2026-11-03', 'UTC')).toBeUndefined()
})

test('months go back from the one that goes on, each ending where the next begins, also over a new year', () => {
  const now = Date.parse('2027-01-15T12:00:00Z')
  const months = monthsBack(3, now, 'Europe/Oslo')
  expect(months.map(({ from }) => new Date(from).toISOString())).toEqual([
    '2026-12-31T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
    '2026-10-31T23:00:00.000Z',
  ])
  expect(months.map(({ to }) => to)).toEqual([now, months[0]?.from, months[1]?.from])
})
