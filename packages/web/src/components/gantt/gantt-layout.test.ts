import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BAR_PX, barAt, layoutGantt, neighbourBar, type GanttBar } from './gantt-layout.ts'

const bar = (id: string, start: number, end: number): GanttBar => ({ id, name: id, start, end, color: 0, kind: 'past' })
const WINDOW = { from: 0, until: 100, width: 1000 }

test('bars that overlap lie below each other, and others share a lane', () => {
  const { bars, rows } = layoutGantt(
    [{ id: 'a', name: 'a', bars: [bar('x', 0, 50), bar('y', 20, 60), bar('z', 55, 90)] }],
    WINDOW,
  )
  const [x, y, z] = bars
  expect(x?.y).toBe(z?.y)
  expect(y?.y).toBeGreaterThan(x?.y ?? 0)
  expect(x?.width).toBe(500)
  expect(rows).toHaveLength(1)
})

test('what lies outside is not drawn, and what reaches over the edge is cut there', () => {
  const { bars } = layoutGantt(
    [{ id: 'a', name: 'a', bars: [bar('old', -50, -1), bar('x', -50, 50), bar('y', 90, 500)] }],
    WINDOW,
  )
  expect(bars.map(({ bar: { id }, x, width }) => [id, x, x + width])).toEqual([
    ['x', 0, 500],
    ['y', 900, 1000],
  ])
})

test('no two bars cover each other, and each is found where it lies', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 40 })), { maxLength: 40 })
  fc.assert(
    fc.property(spans, (list) => {
      const all = list.map(([start, length], index) => bar(`b${index}`, start, start + length))
      const layout = layoutGantt([{ id: 'a', name: 'a', bars: all }], WINDOW)
      for (const [index, one] of layout.bars.entries()) {
        expect(barAt(layout, one.x + one.width / 2, one.y + BAR_PX / 2)).toBe(index)
        for (const other of layout.bars.slice(index + 1))
          if (other.y === one.y) expect(other.x > one.x + one.width || one.x > other.x + other.width).toBe(true)
      }
    }),
    { seed: 7 },
  )
})

test('arrow keys walk along a row and over to the nearest bar of the next', () => {
  const rows = [
    { id: 'a', name: 'a', bars: [bar('x', 0, 10), bar('y', 50, 60)] },
    { id: 'b', name: 'b', bars: [bar('z', 45, 70)] },
  ]
  const layout = layoutGantt(rows, WINDOW)
  expect(neighbourBar(layout, 0, 'ArrowRight')).toBe(1)
  expect(neighbourBar(layout, 1, 'ArrowDown')).toBe(2)
  expect(neighbourBar(layout, 2, 'ArrowUp')).toBe(1)
  expect(neighbourBar(layout, 2, 'ArrowRight')).toBe(2)
})

test('levels are one curve in one lane, and what happened at a moment is wide enough to be seen and hit', () => {
  const level = (start: number, end: number): GanttBar => ({
    ...bar(`l${start}`, start, end),
    kind: 'level',
    level: 0.5,
  })
  const event: GanttBar = { ...bar('e', 50, 50), kind: 'event', mark: 'preempted' }
  const layout = layoutGantt(
    [
      { id: 'a', name: 'a', bars: Array.from({ length: 10 }, (_, index) => level(index * 10, index * 10 + 10)) },
      { id: 'b', name: 'b', bars: [event] },
    ],
    WINDOW,
  )
  expect(new Set(layout.bars.slice(0, 10).map(({ y }) => y)).size).toBe(1)
  const drawn = layout.bars[10]
  expect(drawn?.width).toBe(11)
  expect(barAt(layout, 500, (drawn?.y ?? 0) + 1)).toBe(10)
})
