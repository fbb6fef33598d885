import { expect, test } from 'vitest'
import { readPages } from './read-pages.ts'

/** Numbers from 0, `size` to a page. */
const pagesOf = (count: number, size: number) => {
  const asked: (string | undefined)[] = []
  const read = (token: string | undefined) => {
    asked.push(token)
    const from = Number(token ?? 0)
    const items = Array.from({ length: Math.min(size, count - from) }, (_, index) => from + index)
    return Promise.resolve({ items, nextPageToken: from + size < count ? String(from + size) : null })
  }
  return { asked, read }
}

test('pages are read until there is none', async () => {
  const { asked, read } = pagesOf(25, 10)
  expect(await readPages(read, 100)).toEqual({ items: Array.from({ length: 25 }, (_, index) => index), isCut: false })
  expect(asked).toEqual([undefined, '10', '20'])
})

test('after so many items no page is asked for any more, and what is missing is told', async () => {
  const { asked, read } = pagesOf(100, 10)
  const { items, isCut } = await readPages(read, 30)
  expect([items.length, isCut, asked.length]).toEqual([30, true, 3])
  expect((await readPages(pagesOf(30, 10).read, 30)).isCut).toBe(false)
})
