import { expect, test } from 'vitest'
import { readCompareSearch, refsIn } from './compare-search.ts'

test('an address names up to four workloads, each once, and junk in it does no harm', () => {
  expect(readCompareSearch({ ids: 'a, b,a,,c,d,e', differences: 'true' })).toEqual({
    ids: 'a,b,c,d',
    differences: true,
  })
  expect(readCompareSearch({ ids: ['a', 'b'] })).toEqual({ ids: 'a,b' })
  expect(readCompareSearch({ ids: 7, differences: 'perhaps' })).toEqual({})
  expect(refsIn(undefined)).toEqual([])
})
