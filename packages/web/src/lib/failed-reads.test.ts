import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { failedReads } from './failed-reads.ts'

/** A question that a page follows, answered at `at` and failing from then on. */
async function asked(client: QueryClient, path: readonly string[], at: number) {
  const queryKey = [path, { input: {} }]
  client.setQueryData(queryKey, ['an answer'], { updatedAt: at })
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => Promise.reject(new Error('the disk is full')),
    staleTime: Infinity,
    retry: false,
  })
  const stop = observer.subscribe(() => undefined)
  return { stop, fail: async () => await observer.refetch() }
}

test('a question that fails after a good answer is told with the age of the oldest answer, and as long as a page follows it', async () => {
  const client = new QueryClient()
  const pools = await asked(client, ['nodePools', 'list'], 2000)
  const queues = await asked(client, ['queues', 'list'], 1000)
  const again = await asked(client, ['queues', 'pending'], 3000)
  const now = () => failedReads(client.getQueryCache().getAll())
  expect(now()).toBeUndefined()
  await pools.fail()
  expect(now()).toMatchObject({ names: ['node pools'], oldestAt: 2000, message: 'the disk is full' })
  await queues.fail()
  await again.fail()
  expect(now()).toMatchObject({ names: ['node pools', 'queues'], oldestAt: 1000 })
  queues.stop()
  again.stop()
  expect(now()).toMatchObject({ names: ['node pools'], oldestAt: 2000 })
  pools.stop()
  expect(now()).toBeUndefined()
})

test('a question that was never answered is no old answer: the page says so in its place', async () => {
  const client = new QueryClient()
  const observer = new QueryObserver(client, {
    queryKey: [['sizes', 'list']],
    queryFn: () => Promise.reject(new Error('the disk is full')),
    retry: false,
  })
  const stop = observer.subscribe(() => undefined)
  await observer.refetch()
  expect(failedReads(client.getQueryCache().getAll())).toBeUndefined()
  stop()
})
