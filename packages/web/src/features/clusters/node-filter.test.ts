import { expect, test } from 'vitest'
import { filterNodes } from './filter-nodes.ts'
import { readNodeSearch } from './node-filter.ts'
import { levelOf, nodeTiles, type Node } from './node-heat.ts'

const node = (name: string, change: object = {}) =>
  ({
    id: name,
    name,
    cluster: { id: 'c', name: 'atlas' },
    nodePool: { id: 'p', name: 'h100' },
    ready: true,
    schedulable: true,
    labels: { zone: 'north' },
    allocated: { gpu: 6000 },
    allocatable: { gpu: 8000, memory: 1000 },
    gpu: { model: 'H100', count: 8, memoryMib: 80_000 },
    ...change,
  }) as unknown as Node
const nodes = [
  node('gpu-01'),
  node('gpu-02', { schedulable: false, labels: {} }),
  node('gpu-03', { ready: false, schedulable: false, nodePool: null }),
  node('cpu-01', { gpu: null, cluster: { id: 'd', name: 'lab' } }),
]
const names = (filter: Parameters<typeof filterNodes>[1]) => filterNodes(nodes, filter).map(({ name }) => name)

test('nodes are found by a part of their name, their model, a whole label, their pool, cluster and state', () => {
  expect(names({})).toHaveLength(4)
  expect(names({ q: 'GPU-0' })).toEqual(['gpu-01', 'gpu-02', 'gpu-03'])
  expect(names({ q: 'h100', state: ['ready'] })).toEqual(['gpu-01'])
  expect(names({ q: 'zone=north' })).toEqual(['gpu-01', 'gpu-03', 'cpu-01'])
  expect(names({ q: 'zone=nor' })).toEqual([])
  expect(names({ state: ['cordoned', 'not-ready'] })).toEqual(['gpu-02', 'gpu-03'])
  expect(names({ pool: 'h100', cluster: 'lab' })).toEqual(['cpu-01'])
})

test('an address keeps what makes sense of it', () => {
  expect(readNodeSearch({ q: ' gpu ', state: ['ready', 'broken'], sort: 'colour', desc: '1', pool: 7 })).toEqual({
    q: 'gpu',
    state: ['ready'],
    pool: '7',
  })
  expect(readNodeSearch({ sort: 'gpu', desc: true })).toEqual({ sort: 'gpu', desc: true })
})

test('what is held idle is allocated and not used, and memory of GPUs is not that of the host', () => {
  const used = { gpu: 25, gpuMemory: 320_000, memory: 500 }
  expect(levelOf(nodes[0]!, used, 'idle')).toBe(0.5)
  expect(levelOf(nodes[0]!, { gpu: 90 }, 'idle')).toBe(0)
  expect(levelOf(nodes[0]!, used, 'gpuMemory')).toBe(0.5)
  expect(levelOf(nodes[0]!, used, 'memory')).toBe(0.5)
  expect(levelOf(nodes[0]!, undefined, 'idle')).toBeNull()
  expect(levelOf(nodes[3]!, used, 'gpuMemory')).toBeNull()
})

test('a node that takes no new work is marked otherwise than one that is down', () => {
  const tiles = nodeTiles(nodes, [], 'allocated').flatMap(({ tiles: members }) => members)
  expect(tiles.map(({ id, mark }) => [id, mark])).toEqual([
    ['gpu-01', undefined],
    ['gpu-02', 'held'],
    ['gpu-03', 'down'],
  ])
})
