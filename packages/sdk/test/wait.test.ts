import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { JobFailedError, TimeoutError, type WaitEvent } from '../src/index.ts'
import { sampleWorkload } from './sample-workload.ts'
import { clientOf, json, refusal, scriptedFetch } from './scripted-fetch.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function settled<T>(promise: Promise<T>): Promise<T | Error> {
  const caught = promise.catch((error: unknown) => error as Error)
  await vi.runAllTimersAsync()
  return await caught
}

test('a wait tells each change once and ends with the job', async () => {
  const { fetch } = scriptedFetch(
    json(sampleWorkload('QUEUED')),
    json(sampleWorkload('QUEUED')),
    json(sampleWorkload('RUNNING')),
    json(sampleWorkload('SUCCEEDED')),
  )
  const phases: string[] = []
  const onEvent = (event: WaitEvent) => phases.push(event.type === 'status' ? event.workload.status.phase : event.type)
  const job = await settled(clientOf(fetch).jobs.wait('train-a', { onEvent }))
  expect(job).toMatchObject({ status: { phase: 'SUCCEEDED' } })
  expect(phases).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED'])
})

test('a wait outlasts a control plane that is away', async () => {
  const { fetch } = scriptedFetch(
    json(sampleWorkload('RUNNING')),
    new TypeError('fetch failed'),
    refusal('UNAVAILABLE', 503),
    json(sampleWorkload('SUCCEEDED')),
  )
  const events: string[] = []
  const job = await settled(clientOf(fetch).jobs.wait('train-a', { onEvent: (event) => events.push(event.type) }))
  expect(job).toMatchObject({ status: { phase: 'SUCCEEDED' } })
  expect(events).toEqual(['status', 'unreachable', 'unreachable', 'status'])
})

test('a wait ends in time, and says where the job is', async () => {
  const { fetch } = scriptedFetch(json(sampleWorkload('QUEUED')))
  const error = await settled(clientOf(fetch).jobs.wait('train-a', { timeoutMs: 3_000 }))
  expect(error).toBeInstanceOf(TimeoutError)
  expect((error as Error).message).toBe('"train-a" is still QUEUED after 3 s')
})

test('a wait for running ends with a job that ended before', async () => {
  const { fetch } = scriptedFetch(json(sampleWorkload('CANCELLED')))
  const job = await settled(clientOf(fetch).jobs.wait('train-a', { until: 'running' }))
  expect(job).toMatchObject({ status: { phase: 'CANCELLED' } })
})

test('a failed job is an answer, and an error only for those who asked for one', async () => {
  const { fetch } = scriptedFetch(json(sampleWorkload('FAILED')))
  expect(await settled(clientOf(fetch).jobs.wait('a'))).toMatchObject({ status: { phase: 'FAILED' } })
  expect(await settled(clientOf(fetch).jobs.wait('a', { check: true }))).toBeInstanceOf(JobFailedError)
})

test('a list goes over all pages, and asks for the next one only when it is needed', async () => {
  const { fetch, seen } = scriptedFetch(
    json({ items: [sampleWorkload('RUNNING', { name: 'a' })], nextPageToken: 'p2' }),
    json({ items: [sampleWorkload('RUNNING', { name: 'b' })], nextPageToken: null }),
  )
  const names: string[] = []
  for await (const job of clientOf(fetch).jobs.list()) {
    if (names.length === 0) expect(seen).toHaveLength(1)
    names.push(job.name)
  }
  expect(names).toEqual(['a', 'b'])
  expect(seen[1]?.url.searchParams.get('pageToken')).toBe('p2')
})
