import { expect, test } from 'vitest'
import { nodesFor, whyUnfit } from './size-fit.ts'

const node = (cluster: string, pool: string, cpu: number, memory: number) => ({
  cluster: { id: cluster, name: cluster },
  nodePool: { id: pool, name: pool },
  allocatable: { cpu, memory },
})
const size = { name: 'large', requests: { cpu: 7000, memory: 57_344 }, limits: {}, builtIn: true }
const nodes = [
  node('oslo', 'default', 4000, 65_536),
  node('lab', 'default', 8000, 8192),
  node('lab', 'gpu', 64_000, 524_288),
]

test('a size that fits no node says what is missing and what the largest has', () => {
  const small = nodesFor(nodes, { pool: 'default', clusters: ['oslo'] })
  expect(whyUnfit(size, small)).toBe('no node has 7 cores; the largest has 4 cores')
  expect(whyUnfit(size, nodesFor(nodes, { pool: 'default', clusters: [] }))).toBe('no node has that much of everything')
  expect(whyUnfit(size, nodesFor(nodes, { pool: 'gpu', clusters: [] }))).toBeUndefined()
})

test('where no node is known, nothing is said', () => {
  expect(whyUnfit(size, nodesFor(nodes, { pool: 'gpu', clusters: ['oslo'] }))).toBeUndefined()
})
