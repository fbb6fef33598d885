import { expect, test } from 'vitest'
import type { Node } from '../clusters/node-heat.ts'
import type { Queue } from '../queues/shares.ts'
import { poolUse } from './pool-use.ts'

const node = (pool: string | null, gpu: number, taken: number) =>
  ({
    nodePool: pool === null ? null : { id: pool, name: pool },
    allocatable: { gpu },
    allocated: { gpu: taken },
  }) as unknown as Node
const queue = (kind: string, pool: string, deserved: number | undefined, allocated: number, requested: number) =>
  ({
    queue: { kind },
    nodePool: { id: pool, name: pool },
    deserved: deserved === undefined ? {} : { gpu: deserved },
    allocated: { gpu: allocated },
    requested: { gpu: requested },
  }) as unknown as Queue

test('a pool sums its nodes, and borrowed is what projects hold beyond what they are owed', () => {
  const nodes = [node('train', 8, 8), node('train', 8, 4), node('infer', 4, 0), node(null, 2, 0)]
  const queues = [
    queue('department', 'train', 8, 12, 30),
    queue('project', 'train', 4, 10, 28),
    queue('project', 'train', 8, 2, 2),
    queue('project', 'infer', undefined, 3, 3),
  ]
  expect(poolUse(nodes, queues, 'gpu')).toEqual([
    { name: 'infer', allocated: 0, total: 4, borrowed: 0, wanted: 0 },
    { name: 'no pool', allocated: 0, total: 2, borrowed: 0, wanted: 0 },
    { name: 'train', allocated: 12, total: 16, borrowed: 6, wanted: 18 },
  ])
})

test('a pool without the resource is not shown', () => {
  expect(poolUse([node('cpu-only', 0, 0)], [], 'gpu')).toEqual([])
})
