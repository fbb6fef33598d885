import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import { TimerQueue } from './timer-queue.ts'

test('alarms fire in the order of their times, once, and one timer serves them all', async () => {
  const clock = new ManualClock()
  const fired: string[] = []
  const queue = new TimerQueue<string>(clock, (key) => fired.push(key))
  const now = clock.now()
  queue.set('c', now + 30)
  queue.set('a', now + 10)
  queue.set('b', now + 20)
  queue.set('a', now + 25)
  queue.cancel('c')
  await clock.advance(100)
  expect(fired).toEqual(['b', 'a'])
  expect(queue.size).toBe(0)
  expect(clock.pending).toBe(0)
})

test('any mix of setting, moving and cancelling fires exactly what is left, in order', async () => {
  const operation = fc.record({ key: fc.nat(8), at: fc.nat(100), isCancel: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 200 }), async (operations) => {
      const clock = new ManualClock()
      const fired: [number, number][] = []
      const queue = new TimerQueue<number>(clock, (key, at) => fired.push([key, at]))
      const expected = new Map<number, number>()
      const base = clock.now()
      for (const { key, at, isCancel } of operations) {
        if (isCancel) {
          queue.cancel(key)
          expected.delete(key)
        } else {
          queue.set(key, base + at)
          expected.set(key, base + at)
        }
      }
      await clock.advance(200)
      expect(fired.map(([, at]) => at)).toEqual([...expected.values()].toSorted((a, b) => a - b))
      expect(new Map(fired)).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})
