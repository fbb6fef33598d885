import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('so many at a time, in order, and a failure gives its turn on', async () => {
  const turns = new Turns(2)
  const began: number[] = []
  const ends: (() => void)[] = []
  const works = [0, 1, 2, 3].map((index) =>
    turns.take(async () => {
      began.push(index)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (index === 0) throw new Error('failed')
    }),
  )
  const first = expect(works[0]).rejects.toThrow('failed')
  expect(began).toEqual([0, 1])
  ends[0]?.()
  await first
  await expect.poll(() => began).toEqual([0, 1, 2])
  ends[1]?.()
  ends[2]?.()
  await expect.poll(() => began).toEqual([0, 1, 2, 3])
  ends[3]?.()
  await Promise.all(works.slice(1))
})
