import { expect, test } from 'vitest'
import { matchNodes } from './match-nodes.ts'

const node = (name: string, labels: Record<string, string>, pool: string, cluster = 'oslo') =>
  ({
    name,
    labels,
    cluster: { id: cluster, name: cluster },
    nodePool: { id: pool, name: pool },
  }) as unknown as Parameters<typeof matchNodes>[0][number]
const nodes = [
  node('a', { gpu: 'h100', zone: '1' }, 'default'),
  node('b', { gpu: 'h100' }, 'other'),
  node('c', { gpu: 'a100' }, 'default'),
  node('d', { gpu: 'h100' }, 'mine', 'lab'),
]
const own = { name: 'mine', defaultPool: 'default' }

test('a node needs all labels, and one of the clusters where some are named', () => {
  expect(matchNodes(nodes, { gpu: 'h100' }, [], own).nodes.map(({ name }) => name)).toEqual(['a', 'b', 'd'])
  expect(matchNodes(nodes, { gpu: 'h100', zone: '1' }, [], own).nodes.map(({ name }) => name)).toEqual(['a'])
  expect(matchNodes(nodes, { gpu: 'h100' }, ['lab'], own).nodes.map(({ name }) => name)).toEqual(['d'])
  expect(matchNodes(nodes, {}, [], own).nodes).toEqual([])
})

test('taking nodes of another pool is an overlap; of the default pool it is not', () => {
  expect([...matchNodes(nodes, { gpu: 'h100' }, [], own).taken]).toEqual([['other', 1]])
})
