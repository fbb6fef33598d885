import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rampColor } from './color-ramp.ts'
import { layoutHeat, neighbour, tileAt } from './heat-layout.ts'

const groupsOf = (sizes: readonly number[]) =>
  sizes.map((count, group) => ({
    name: `g${group}`,
    tiles: Array.from({ length: count }, (_, index) => ({ id: `${group}.${index}`, slots: 8 })),
  }))

test('tiles never overlap and never leave the width', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
      fc.integer({ min: 200, max: 1600 }),
      (sizes, width) => {
        const { tiles } = layoutHeat(groupsOf(sizes), width)
        for (const [index, a] of tiles.entries()) {
          expect(a.x + a.width).toBeLessThanOrEqual(Math.max(width, a.width))
          const b = tiles[index + 1]
          if (b && b.y === a.y) expect(b.x).toBeGreaterThan(a.x + a.width)
        }
      },
    ),
  )
})

test('every tile can be reached with the arrow keys and found under the pointer', () => {
  const layout = layoutHeat(groupsOf([5, 3]), 300)
  let at = 0
  const seen = new Set([at])
  for (let step = 0; step < 20; step += 1) seen.add((at = neighbour(layout, at, 'ArrowRight')))
  expect(seen.size).toBe(8)
  expect(neighbour(layout, 0, 'ArrowDown')).toBeGreaterThan(0)
  expect(neighbour(layout, at, 'Home')).toBe(0)
  for (const [index, { x, y }] of layout.tiles.entries()) expect(tileAt(layout, x + 1, y + 1)).toBe(index)
})

test('colours go from dark to light, and outside values stay at the ends', () => {
  expect(rampColor(-1)).toBe(rampColor(0))
  expect(rampColor(2)).toBe(rampColor(1))
  expect(rampColor(0.5)).not.toBe(rampColor(0))
})
