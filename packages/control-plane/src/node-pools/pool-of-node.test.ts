import { expect, test } from 'vitest'
import { poolOfNode } from './pool-of-node.ts'

const rest = { id: 'default', name: 'default', selector: {}, clusterIds: [], isDefault: true }
const h100 = { id: 'h', name: 'h100', selector: { gpu: 'h100' }, clusterIds: [], isDefault: false }
const east = { id: 'e', name: 'east', selector: { gpu: 'h100' }, clusterIds: ['c1'], isDefault: false }

test('a node is in the first pool by name that matches, else in the default pool', () => {
  const node = (clusterId: string, labels: Record<string, string>) => ({ clusterId, labels })
  expect(poolOfNode([h100, rest, east], node('c1', { gpu: 'h100' }))).toBe('e')
  expect(poolOfNode([east, h100, rest], node('c2', { gpu: 'h100' }))).toBe('h')
  expect(poolOfNode([east, h100, rest], node('c2', { gpu: 'a100' }))).toBe('default')
  expect(poolOfNode([east, h100], node('c2', {}))).toBeUndefined()
})
