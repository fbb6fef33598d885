import { expect, test } from 'vitest'
import { changedLabels } from './label-changes.ts'

test('labels are set and taken off in the order of the words, and the rest stays', () => {
  expect(changedLabels({ region: 'eu', tier: 'gold' }, ['tier-', 'site=oslo', 'region=us', 'note=a=b'])).toEqual({
    region: 'us',
    site: 'oslo',
    note: 'a=b',
  })
  expect(changedLabels({ region: 'eu' }, ['absent-'])).toEqual({ region: 'eu' })
})

test.each(['region', '=eu', '-'])('%j changes nothing, and is refused by name', (word) => {
  expect(() => changedLabels({}, [word])).toThrow(`“${word}” changes no label`)
})
