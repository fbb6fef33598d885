import { expect, test } from 'vitest'
import { bandWords, poolBands } from './pool-bands.ts'

const node = (id: string, pool: string | null, count: number) => ({
  id,
  nodePool: pool === null ? null : { id: pool, name: pool },
  gpu: count === 0 ? null : { model: 'H100', count, memoryMib: 80_000 },
})
const top = (use: Record<string, number>) => Object.entries(use).map(([id, gpu]) => ({ id, used: { gpu } }))

test('GPUs are counted by how much they are used, each pool for itself', () => {
  const nodes = [
    node('a', 'h100', 8),
    node('b', 'h100', 4),
    node('c', 'h100', 8),
    node('d', 'a100', 2),
    node('e', null, 8),
  ]
  const bands = poolBands(nodes, top({ a: 10, b: 80, d: 50 }))
  expect(bands.get('h100')).toEqual({ counts: [8, 0, 0, 4], unknown: 8 })
  expect(bands.get('a100')).toEqual({ counts: [0, 0, 2, 0], unknown: 0 })
  expect(bands.size).toBe(2)
})

test('an end belongs to the band above it, and more than everything to the last', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => node(id, 'p', 1))
  const bands = poolBands(nodes, top({ a: 24.9, b: 25, c: 50, d: 75, e: 101 }))
  expect(bands.get('p')?.counts).toEqual([1, 1, 1, 2])
})

test('the bands are told in words, without those that are empty', () => {
  expect(bandWords({ counts: [8, 0, 0, 4], unknown: 2 })).toBe('8 under 25 %, 4 from 75 %, 2 not measured')
})
