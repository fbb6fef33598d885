import { expect, test } from 'vitest'
import { pruneCounts } from './prune-counts.ts'

test('how much an agent would not remove is read from its own words', () => {
  expect(pruneCounts('the snapshot would remove 79 of 100 items; more than a fifth needs confirmPrune')).toEqual({
    removed: 79,
    held: 100,
  })
  expect(pruneCounts('the snapshot has more than 100000 items or 128 MiB')).toBeUndefined()
  expect(pruneCounts(null)).toBeUndefined()
})
