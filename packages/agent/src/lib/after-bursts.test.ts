import { expect, test } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import { AfterBursts } from './after-bursts.ts'

test('what follows a burst is done while it lasts and after it, and not for single events', async () => {
  const clock = new ManualClock()
  let runs = 0
  const bursts = new AfterBursts(clock, () => (runs += 1))
  for (let second = 0; second < 25; second += 1) {
    for (let event = 0; event < 60; event += 1) bursts.note()
    await clock.advance(1_000)
  }
  expect(runs).toBe(2)
  await clock.advance(20_000)
  expect(runs).toBe(2)
  for (let event = 0; event < 600; event += 1) bursts.note()
  await clock.advance(10_000)
  expect(runs).toBe(3)
  for (let minute = 0; minute < 30; minute += 1) {
    bursts.note()
    await clock.advance(60_000)
  }
  expect(runs).toBe(3)
  expect(clock.pending).toBe(0)
})
