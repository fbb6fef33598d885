import { expect, test } from 'vitest'
import { gpuFigures } from './gpu-figures.ts'

const node = (id: string, count: number, more: { ready?: boolean; offers?: number } = {}) => ({
  id,
  ready: more.ready ?? true,
  gpu: count === 0 ? null : { model: 'H100', count, memoryMib: 81_920 },
  allocatable: { gpu: (more.offers ?? count) * 1000 },
})

test('devices of nodes that are not ready, and those that a node does not offer, are not healthy', () => {
  const nodes = [node('a', 8), node('b', 8, { ready: false }), node('c', 8, { offers: 7 }), node('d', 0)]
  expect(gpuFigures(nodes, [])).toEqual({ total: 24, healthy: 15, busy: undefined })
})

test('busy counts whole devices of what was measured, and says nothing where nothing was', () => {
  const nodes = [node('a', 8), node('b', 4), node('c', 0)]
  const top = [
    { id: 'a', used: { gpu: 50 } },
    { id: 'c', used: { cpu: 900, gpu: 100 } },
    { id: 'gone', used: { gpu: 100 } },
  ]
  expect(gpuFigures(nodes, top).busy).toBe(4)
  expect(gpuFigures(nodes, [{ id: 'b', used: { cpu: 1 } }]).busy).toBeUndefined()
})
