import { expect, test } from 'vitest'
import { compareValues } from './compare-values.ts'
import { holdOrder } from './hold-order.ts'

const row = (id: string, content = id) => ({ id, content })
const idOf = ({ id }: { id: string }) => id

test('held rows keep their places and show their newest content', () => {
  const { rows, waiting } = holdOrder(['b', 'a'], [row('a', 'new'), row('b')], idOf)
  expect(rows).toEqual([row('b'), row('a', 'new')])
  expect(waiting).toBe(0)
})

test('rows that would come between are counted, rows behind the last are added', () => {
  const { rows, waiting } = holdOrder(['b', 'c'], [row('x'), row('b'), row('y'), row('c'), row('d')], idOf)
  expect(rows.map(idOf)).toEqual(['b', 'c', 'd'])
  expect(waiting).toBe(2)
})

test('a held row that does not belong any more stays; others that do not belong never come', () => {
  const belongs = ({ content }: { content: string }) => content !== 'gone'
  const { rows, waiting } = holdOrder(
    ['a', 'b'],
    [row('x', 'gone'), row('a', 'gone'), row('b'), row('z', 'gone')],
    idOf,
    belongs,
  )
  expect(rows.map(idOf)).toEqual(['a', 'b'])
  expect(waiting).toBe(0)
})

test('names with numbers sort as people count, and the unknown comes first', () => {
  expect(['n10', 'n2', 'N1'].toSorted(compareValues)).toEqual(['N1', 'n2', 'n10'])
  expect([3, null, 1].toSorted(compareValues)).toEqual([null, 1, 3])
})
