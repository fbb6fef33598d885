import { expect, test } from 'vitest'
import { nodeConsequence } from './node-order.ts'

const run = { runId: 'r', workloadId: 'w', workloadName: 'train', replicas: 1 }
const busy = { runs: [run, run], otherRuns: 1, allocated: { gpu: 6000 }, allocatable: { gpu: 8000 } }
const idle = { runs: [], otherRuns: 0, allocated: {}, allocatable: { gpu: 8000 } }

test('a drain says how many runs stop, those of others too, what that frees and what is lost', () => {
  const text = nodeConsequence('drain', busy)
  expect(text).toContain('3 runs here are told to stop, which frees 6 GPUs')
  expect(text).toContain('lose what they have done')
  expect(nodeConsequence('drain', idle)).toContain('nothing has to move')
})

test('a cordon says that what runs goes on', () => {
  expect(nodeConsequence('cordon', busy)).toContain('3 runs here go on to the end')
  expect(nodeConsequence('cordon', idle)).toContain('Nothing runs here')
})
