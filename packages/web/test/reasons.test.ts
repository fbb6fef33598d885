import { expect, test } from 'vitest'
import { WAIT_REASONS } from '../../scheduler/src/explanation.ts'
import { reasonWords } from '../src/features/queues/reasons.ts'

test('every reason that the scheduler gives has words of its own', () => {
  const words = WAIT_REASONS.map(reasonWords)
  for (const [index, reason] of WAIT_REASONS.entries()) {
    expect(words[index], reason).not.toBe(reason.toLowerCase().replaceAll('_', ' '))
  }
  expect(new Set(words).size).toBe(WAIT_REASONS.length)
})
