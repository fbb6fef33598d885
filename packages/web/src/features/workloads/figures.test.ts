import { expect, test } from 'vitest'
import { describeFigures, formatFigure, formatProgress } from './figures.ts'

test('a figure keeps what counts of it', () => {
  expect([12, 0.123_456, 1.5, 0.000_012_3, 12_345.678].map(formatFigure)).toEqual([
    '12',
    '0.1235',
    '1.5',
    '1.230e-5',
    '12,345.678',
  ])
})

test('progress is whole only when all of it is done', () => {
  expect([0, 0.4321, 0.9999, 1].map(formatProgress)).toEqual(['0 %', '43 %', '99 %', '100 %'])
})

test('many figures are cut short in a line', () => {
  expect(describeFigures({})).toBe('')
  expect(describeFigures({ a: 1, b: 2, c: 3, d: 4 })).toBe('a 1, b 2, c 3, and 1 more')
})
