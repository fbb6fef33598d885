import { expect, test } from 'vitest'
import { applyLabels, labelChangesBetween, readLabelChanges, writeLabelChanges } from './label-changes.ts'

test('labels are set and taken off in one line, and the rest stays', () => {
  const { error, ...changes } = readLabelChanges(' gpu=h100  zone-  example.com/rack=r1 empty= ')
  expect(error).toBeUndefined()
  expect(applyLabels({ zone: 'a', team: 'x', gpu: 'a100' }, changes)).toEqual({
    team: 'x',
    gpu: 'h100',
    'example.com/rack': 'r1',
    empty: '',
  })
  expect(writeLabelChanges(changes)).toEqual(['gpu=h100', 'example.com/rack=r1', 'empty=', 'zone-'])
})

test('what is no change says what is wrong with it', () => {
  expect(readLabelChanges('gpu').error).toBe('“gpu”: write key=value, or key- to take it off')
  expect(readLabelChanges('=h100').error).toBe('“” cannot be the key of a label')
  expect(readLabelChanges('a b!=c').error).toContain('“a”')
  expect(readLabelChanges(`a=${'x'.repeat(64)}`).error).toContain('at most 63')
})

test('what lies between two states leads from one to the other', () => {
  const before = { a: '1', b: '2' }
  const after = { b: '3', c: '4' }
  expect(applyLabels(before, labelChangesBetween(before, after))).toEqual(after)
  expect(writeLabelChanges(labelChangesBetween(before, before))).toEqual([])
})
