import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildFitTree, firstFit, refreshLeaf } from './fit-tree.ts'

const WIDTH = 2
const NODES = 13
const amount = fc.integer({ min: 0, max: 6 })
const rows = (count: number) => fc.array(amount, { minLength: count * WIDTH, maxLength: count * WIDTH })

test('the first node with room is found, whatever was taken and given back between the searches of all shapes', () => {
  const steps = fc.array(
    fc.record({ node: fc.integer({ min: 0, max: NODES - 1 }), room: rows(1), shape: fc.integer({ min: 0, max: 4 }) }),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(rows(NODES), rows(5), steps, (start, shapes, changes) => {
      const room = Float64Array.from(start)
      const need = Float64Array.from(shapes)
      const order = Int32Array.from({ length: NODES }, (_, i) => (i * 5) % NODES)
      const tree = buildFitTree(WIDTH, NODES, order, Int32Array.of(0, NODES), room)
      for (const { node, room: next, shape } of changes) {
        room.set(next, node * WIDTH)
        refreshLeaf(tree, node, room)
        const found = firstFit(tree, 0, need, shape * WIDTH, shape, undefined)
        expect(found).toBe(order.find((n) => fits(room, n, need, shape)) ?? -1)
      }
    }),
    { seed: 20_261_121, numRuns: 300 },
  )
})

function fits(room: Float64Array, node: number, need: Float64Array, shape: number): boolean {
  for (let a = 0; a < WIDTH; a++) if (room[node * WIDTH + a]! < need[shape * WIDTH + a]!) return false
  return true
}
