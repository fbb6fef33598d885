import { expect, test } from 'vitest'
import { changesOf, type WhatIfFields } from './what-if.ts'

const empty: WhatIfFields = {
  project: 'vision',
  pool: 'default',
  deserved: '',
  limit: '',
  node: '',
  addNodes: '',
  window: '1d',
}

test('an empty field changes nothing, and unlimited is a word, never a number', () => {
  expect(changesOf(empty)).toEqual({ changes: [], problems: {} })
  expect(changesOf({ ...empty, deserved: '24', limit: 'Unlimited' }).changes).toEqual([
    { kind: 'quota', project: 'vision', nodePool: 'default', gpu: { deserved: 24, limit: 'unlimited' } },
  ])
  expect(changesOf({ ...empty, addNodes: '2', node: 'n1' }).changes).toEqual([
    { kind: 'add-nodes', count: 2, like: 'n1' },
  ])
})

test('what makes no sense is told at its field', () => {
  expect(changesOf({ ...empty, deserved: 'many', limit: '-1', addNodes: '1.5' })).toEqual({
    changes: [],
    problems: {
      deserved: 'Give a number of GPUs, or unlimited.',
      limit: 'Give a number of GPUs, or unlimited.',
      addNodes: 'Give a whole number up to 10,000.',
    },
  })
  expect(changesOf({ ...empty, addNodes: '2' }).problems).toEqual({ node: 'Choose a node that they are like.' })
})
