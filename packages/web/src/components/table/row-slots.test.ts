import { expect, test } from 'vitest'
import { RowSlots } from './row-slots.ts'

/** Draws rows of these names and tells the elements as they stand in the document: `c2` is the row c in the element 2. */
function drawing() {
  const slots = new RowSlots()
  return (names: string, isResting = true) =>
    slots
      .place(
        names.split('').map((id) => ({ id })),
        isResting,
      )
      .map(({ id, slot }) => `${id}${slot}`)
}

test('rows that stay keep their element, and rows that come take those of rows that have gone', () => {
  const draw = drawing()
  expect(draw('abc')).toEqual(['a0', 'b1', 'c2'])
  expect(draw('bcd')).toEqual(['b1', 'c2', 'd0'])
  expect(draw('xyz')).toEqual(['x0', 'y1', 'z2'])
})

test('more rows than there are elements get new ones, and no element shows two rows', () => {
  const draw = drawing()
  draw('ab')
  expect(draw('bcde')).toEqual(['b1', 'c0', 'd2', 'e3'])
  expect(draw('')).toEqual([])
  expect(draw('ba')).toEqual(['b0', 'a1'])
})

test('elements stay where they stand until the list rests, and new ones come behind them', () => {
  const draw = drawing()
  draw('abc')
  expect(draw('cde', false)).toEqual(['d0', 'e1', 'c2'])
  expect(draw('defg', false)).toEqual(['d0', 'e1', 'f2', 'g3'])
  expect(draw('cdef', false)).toEqual(['d0', 'e1', 'f2', 'c3'])
  expect(draw('cdef')).toEqual(['c3', 'd0', 'e1', 'f2'])
})
