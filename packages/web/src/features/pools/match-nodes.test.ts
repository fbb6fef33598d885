import { expect, test } from 'vitest'
import { matchNodes, poolOf } from './match-nodes.ts'

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

test('a node would belong to the first pool by name whose labels it has, and else to the default pool', () => {
  const pool = (name: string, selector: Record<string, string>, clusters: string[] = []) => ({
    name,
    selector,
    clusters: clusters.map((one) => ({ name: one })),
    isDefault: name === 'default',
  })
  const pools = [pool('default', {}), pool('z', { gpu: 'h100' }), pool('b', { gpu: 'h100' }, ['lab'])]
  const where = (cluster: string, labels: Record<string, string>) =>
    poolOf(pools, { cluster: { name: cluster }, labels })
  expect(where('oslo', { gpu: 'h100' })).toBe('z')
  expect(where('lab', { gpu: 'h100' })).toBe('b')
  expect(where('oslo', { gpu: 'a100' })).toBe('default')
})
