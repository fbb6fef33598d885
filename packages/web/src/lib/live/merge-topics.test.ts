import { expect, test } from 'vitest'
import { mergeTopics } from './merge-topics.ts'

test('each id is named once, and topics stay apart', () => {
  const merged = mergeTopics(
    { workload: { ids: ['a', 'b'], many: false } },
    { workload: { ids: ['b', 'c'], many: false }, run: { ids: ['r'], many: false } },
  )
  expect(merged).toEqual({ workload: { ids: ['a', 'b', 'c'], many: false }, run: { ids: ['r'], many: false } })
})

test('more than can be named becomes many, and many stays many', () => {
  const ids = Array.from({ length: 500 }, (_, index) => `w${index}`)
  const merged = mergeTopics({}, { workload: { ids, many: false } })
  expect(merged['workload']?.many).toBe(true)
  expect(merged['workload']?.ids.length).toBeLessThan(500)
  expect(mergeTopics({ node: { ids: [], many: true } }, { node: { ids: ['n'], many: false } })['node']?.many).toBe(true)
})
