import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { putAhead } from './put-ahead.ts'

interface List {
  items: string[]
}
const without = (name: string) => (before: List) => ({ items: before.items.filter((item) => item !== name) })

test('a change is shown at once in every answer that it is about, and taken back when it is refused', async () => {
  const client = new QueryClient()
  client.setQueryData(['views', 'mine'], { items: ['a', 'b'] })
  client.setQueryData(['views', 'all'], { items: ['a', 'c'] })
  client.setQueryData(['others'], { items: ['a'] })
  const takeBack = await putAhead(client, [{ queryKey: ['views'], patch: without('a') }])
  expect(client.getQueryData(['views', 'mine'])).toEqual({ items: ['b'] })
  expect(client.getQueryData(['views', 'all'])).toEqual({ items: ['c'] })
  expect(client.getQueryData(['others'])).toEqual({ items: ['a'] })
  takeBack()
  expect(client.getQueryData(['views', 'mine'])).toEqual({ items: ['a', 'b'] })
  expect(client.getQueryData(['views', 'all'])).toEqual({ items: ['a', 'c'] })
})

test('what was read in the meantime is newer than what was shown ahead, and stays', async () => {
  const client = new QueryClient()
  client.setQueryData(['views'], { items: ['a', 'b'] })
  const takeBack = await putAhead(client, [{ queryKey: ['views'], patch: without('a') }])
  client.setQueryData(['views'], { items: ['a', 'b', 'new'] })
  takeBack()
  expect(client.getQueryData(['views'])).toEqual({ items: ['a', 'b', 'new'] })
})

test('nothing is shown ahead of an answer that was never read', async () => {
  const client = new QueryClient()
  await putAhead(client, [{ queryKey: ['views'], patch: without('a') }])
  expect(client.getQueryData(['views'])).toBeUndefined()
})
