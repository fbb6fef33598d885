import { expect, test } from 'vitest'
import { pagesOf } from './pages-of.ts'

test('a page is read when the one before was taken, never ahead of its reader', async () => {
  const read: (string | undefined)[] = []
  const pages = pagesOf(async ({ pageToken }) => {
    read.push(pageToken)
    return { items: [read.length], nextPageToken: read.length < 3 ? `after ${read.length}` : null }
  })
  expect(await pages.next()).toEqual({ done: false, value: [1] })
  expect(read).toEqual([undefined])
  expect(await Array.fromAsync(pages)).toEqual([[2], [3]])
  expect(read).toEqual([undefined, 'after 1', 'after 2'])
})
