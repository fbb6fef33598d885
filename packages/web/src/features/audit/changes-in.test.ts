import { expect, test } from 'vitest'
import { changesIn } from './changes-in.ts'

test('only values that differ are changes, by their path', () => {
  expect(
    changesIn({
      before: { rank: 0, gpu: { deserved: 8, limit: null } },
      after: { rank: 0, gpu: { deserved: 16, limit: null } },
    }),
  ).toEqual([{ path: 'gpu.deserved', before: '8', after: '16' }])
})

test('what was not there before, or is not any more, is a change', () => {
  expect(changesIn({ before: null, after: { a: 'x' } })).toEqual([{ path: 'a', before: undefined, after: 'x' }])
  expect(changesIn({ before: { labels: {} }, after: { labels: { a: 'b' } } })).toEqual([
    { path: 'labels', before: '{}', after: undefined },
    { path: 'labels.a', before: undefined, after: 'b' },
  ])
  expect(changesIn({ project: 'vision' })).toEqual([])
})
