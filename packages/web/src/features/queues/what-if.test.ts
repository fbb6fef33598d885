import { expect, test } from 'vitest'
import { changesOf, NO_CHANGE, type WhatIfFields } from './what-if.ts'

const nodes = [
  { id: 'n1', name: 'a-0', cluster: { name: 'oslo' } },
  { id: 'n2', name: 'a-0', cluster: { name: 'lab' } },
  { id: 'n3', name: 'a-1', cluster: { name: 'lab' } },
]
const empty: WhatIfFields = {
  project: 'vision',
  pool: 'default',
  ...NO_CHANGE,
}

test('an empty field changes nothing, and unlimited is a word, never a number', () => {
  expect(changesOf(empty, nodes)).toEqual({ changes: [], problems: {} })
  expect(changesOf({ ...empty, deserved: '24', limit: 'Unlimited' }, nodes).changes).toEqual([
    { kind: 'quota', project: 'vision', nodePool: 'default', gpu: { deserved: 24, limit: 'unlimited' } },
  ])
  expect(changesOf({ ...empty, addNodes: '2', node: 'n1' }, nodes).changes).toEqual([
    { kind: 'add-nodes', count: 2, like: 'a-0', cluster: 'oslo' },
  ])
})

test('what makes no sense is told at its field', () => {
  expect(changesOf({ ...empty, deserved: 'many', limit: '-1', addNodes: '1.5' }, nodes)).toEqual({
    changes: [],
    problems: {
      deserved: 'Give a number of GPUs, or unlimited.',
      limit: 'Give a number of GPUs, or unlimited.',
      addNodes: 'Give a whole number up to 10,000.',
    },
  })
  expect(changesOf({ ...empty, addNodes: '2' }, nodes).problems).toEqual({ node: 'Choose a node that they are like.' })
})

test('every resource, priorities, nodes that go and rules of the pool are tried together', () => {
  const fields: WhatIfFields = {
    ...empty,
    resource: 'memory',
    deserved: '1.5',
    lendLimit: '0',
    weight: '3',
    priority: 'high',
    removeNodes: ['n1', 'n2', 'n3'],
    strategy: 'spread',
    maxWait: 'never',
  }
  expect(changesOf(fields, nodes)).toEqual({
    problems: {},
    changes: [
      {
        kind: 'quota',
        project: 'vision',
        nodePool: 'default',
        memory: { deserved: '1536Mi', lendLimit: '0Mi', weight: 3 },
      },
      { kind: 'priority', project: 'vision', priority: 125 },
      { kind: 'remove-nodes', nodes: ['a-0'], cluster: 'oslo' },
      { kind: 'remove-nodes', nodes: ['a-0', 'a-1'], cluster: 'lab' },
      { kind: 'node-pool', nodePool: 'default', strategy: 'spread', maxWait: 'never' },
    ],
  })
  expect(changesOf({ ...empty, maxWait: 'soon', weight: '-1' }, nodes).problems).toEqual({
    maxWait: 'Such as 12h, or never.',
    weight: 'Give a number from 0.',
  })
})
