import { expect, test } from 'vitest'
import { waterFill, type Claims } from './water-fill.ts'

function claims(
  wanted: number[],
  change: Partial<Record<'weight' | 'rank' | 'usage', number[]>> = {},
  k?: number,
): Claims {
  const made: Claims = {
    wanted: Float64Array.from(wanted),
    weight: Float64Array.from(change.weight ?? wanted.map(() => 1)),
    rank: Float64Array.from(change.rank ?? wanted.map(() => 0)),
    given: new Float64Array(wanted.length),
  }
  if (change.usage !== undefined) made.usage = Float64Array.from(change.usage)
  if (k !== undefined) made.k = k
  return made
}

function filled(made: Claims, surplus: number, unit = 1): number[] {
  waterFill(made, surplus, unit)
  return [...made.given]
}

test('W1: 20 left-over GPUs with weights 2, 3 and 1 become 7, 10 and 3', () => {
  expect(filled(claims([99, 99, 99], { weight: [2, 3, 1] }), 20)).toEqual([7, 10, 3])
})

test('units left over go to the largest fractional remainders, ties to the older', () => {
  expect(filled(claims([99, 99, 99]), 20)).toEqual([7, 7, 6])
  expect(filled(claims([99, 99, 99], { weight: [1, 1, 2] }), 10)).toEqual([3, 2, 5])
})

test('what one does not want goes to the others', () => {
  expect(filled(claims([2, 99, 99]), 20)).toEqual([2, 9, 9])
  expect(filled(claims([1, 1, 1]), 20)).toEqual([1, 1, 1])
})

test('a higher rank is served until it wants no more, whatever the weights', () => {
  expect(filled(claims([15, 99], { weight: [1, 100], rank: [1, 0] }), 20)).toEqual([15, 5])
  expect(filled(claims([99, 99], { weight: [1, 100], rank: [1, 0] }), 20)).toEqual([20, 0])
})

test('weight 0 gets nothing of what is left over', () => {
  expect(filled(claims([99, 99], { weight: [0, 1] }), 20)).toEqual([0, 20])
  expect(filled(claims([99], { weight: [0] }), 20)).toEqual([0])
})

test('W6: with k 1 the one that used everything gets nothing and the starved one all', () => {
  expect(filled(claims([99, 99], { usage: [1, 0] }, 1), 20)).toEqual([0, 20])
})

test('W6: with k 1 a past of 75 and 25 % turns equal weights into 25 and 75 %', () => {
  expect(filled(claims([99, 99], { usage: [0.75, 0.25] }, 1), 20)).toEqual([5, 15])
})

test('W6: with k 0 the past does not count', () => {
  expect(filled(claims([99, 99], { usage: [0.75, 0.25] }, 0), 20)).toEqual([10, 10])
})

test('a request of part of a unit is met in full', () => {
  expect(filled(claims([500, 9_000], {}), 4_000, 1_000)).toEqual([500, 3_500])
})
