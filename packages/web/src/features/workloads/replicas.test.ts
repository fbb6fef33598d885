import { expect, test } from 'vitest'
import { sortReplicas } from './replicas.ts'

test('replicas that failed come first, then those that do not run yet, each by its number', () => {
  const phases = ['SUCCEEDED', 'RUNNING', 'FAILED', 'STARTING', 'UNHEARD_OF', 'FAILED', 'RUNNING']
  const sorted = sortReplicas(phases.map((phase, index) => ({ index, phase })))
  expect(sorted.map(({ index }) => index)).toEqual([2, 5, 3, 1, 4, 6, 0])
})
