import { describe, expect, test, vi } from 'vitest'
import {
  AuthError,
  Client,
  ConflictError,
  FairleadError,
  ForbiddenError,
  NotFoundError,
  UnavailableError,
  ValidationError,
} from '../src/index.ts'
import { sampleWorkload } from './sample-workload.ts'
import { clientOf, json, refusal, scriptedFetch } from './scripted-fetch.ts'

const request = { project: 'vision', spec: { command: ['true'] } }

describe('a call', () => {
  test('puts each field where the API wants it, and the token into a header only', async () => {
    const { fetch, seen } = scriptedFetch(json({ items: [], nextPageToken: null }))
    for await (const _ of clientOf(fetch).jobs.list({ project: 'a b', phase: ['QUEUED', 'RUNNING'], active: true }))
      break
    const [call] = seen
    expect(call?.url.pathname).toBe('/api/v1/workloads')
    expect(call?.url.search).toBe('?project=a+b&phase=QUEUED&phase=RUNNING&active=true')
    expect(call?.headers.get('authorization')).toBe('Bearer flt_test')
  })

  test('escapes what it puts into a path', async () => {
    const { fetch, seen } = scriptedFetch(json(sampleWorkload()))
    await clientOf(fetch).jobs.get('../tokens?x=1')
    expect(seen[0]?.url.href).toBe('https://fairlead.test/api/v1/workloads/..%2Ftokens%3Fx%3D1')
  })

  test('never follows a redirect, which could carry the token elsewhere', async () => {
    const fetch = vi.fn(() => Promise.resolve(json({ items: [] })))
    await clientOf(fetch).clusters.list()
    expect(fetch).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ redirect: 'error' }))
  })

  test('keeps a path in front of the API, and refuses what is no URL', async () => {
    const { fetch, seen } = scriptedFetch(json({ items: [] }))
    await new Client({ url: 'https://x.test/fairlead/', fetch }).clusters.list()
    expect(seen[0]?.url.pathname).toBe('/fairlead/api/v1/clusters')
    expect(() => new Client({ url: 'fairlead.test' })).toThrow(/not an http or https URL/)
  })
})

describe('a refusal', () => {
  test.each([
    ['UNAUTHENTICATED', 401, AuthError],
    ['FORBIDDEN', 403, ForbiddenError],
    ['NOT_FOUND', 404, NotFoundError],
    ['VALIDATION', 400, ValidationError],
    ['SECRET_IN_SPEC', 422, ValidationError],
    ['CONFLICT', 409, ConflictError],
    ['IDEMPOTENCY_MISMATCH', 422, ConflictError],
    ['LOGS_NOT_AVAILABLE', 409, ConflictError],
    ['CLUSTER_OFFLINE', 503, UnavailableError],
    ['A_CODE_OF_TOMORROW', 403, ForbiddenError],
    ['INTERNAL', 500, FairleadError],
  ])('%s is an error of its own class, with everything that helps', async (code, status, Class) => {
    const { fetch } = scriptedFetch(refusal(code, status))
    const error: unknown = await clientOf(fetch, { retries: 0 })
      .whoami()
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Class)
    expect(error).toMatchObject({
      code,
      status,
      requestId: 'r-1',
      hint: 'try something else',
      message: 'it was refused',
    })
  })

  test('by something that is no control plane says so', async () => {
    const { fetch } = scriptedFetch(new Response('<html>', { status: 200 }))
    await expect(clientOf(fetch).whoami()).rejects.toMatchObject({ code: 'NOT_A_CONTROL_PLANE', hint: 'check the URL' })
  })

  test('never repeats the token', async () => {
    const { fetch } = scriptedFetch(new TypeError('fetch failed'))
    const error: unknown = await clientOf(fetch, { retries: 0 })
      .whoami()
      .catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('flt_test')
  })
})

describe('a retry', () => {
  test('keeps the idempotency key, so that a submit counts once', async () => {
    vi.useFakeTimers()
    const { fetch, seen } = scriptedFetch(
      new TypeError('fetch failed'),
      refusal('UNAVAILABLE', 503),
      json(sampleWorkload('QUEUED'), 201),
    )
    const submitted = clientOf(fetch).jobs.submit(request)
    await vi.runAllTimersAsync()
    expect((await submitted).name).toBe('train-a')
    vi.useRealTimers()
    const keys = seen.map((call) => call.headers.get('idempotency-key'))
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('of a batch keeps the key of each part', async () => {
    vi.useFakeTimers()
    const { fetch, seen } = scriptedFetch(refusal('UNAVAILABLE', 503), json({ ids: ['a', 'b'] }, 201))
    const submitted = clientOf(fetch).jobs.submitBatch([request, { ...request, idempotencyKey: 'mine' }])
    await vi.runAllTimersAsync()
    expect(await submitted).toEqual(['a', 'b'])
    vi.useRealTimers()
    expect(seen[1]?.body).toEqual(seen[0]?.body)
    expect(seen[0]?.body).toMatchObject({
      workloads: [{ idempotencyKey: expect.any(String) }, { idempotencyKey: 'mine' }],
    })
  })

  test('is never made of a call that would count twice', async () => {
    const { fetch, seen } = scriptedFetch(refusal('UNAVAILABLE', 503))
    await expect(clientOf(fetch).projects.create({ name: 'a', department: 'b' })).rejects.toThrow(UnavailableError)
    expect(seen).toHaveLength(1)
  })

  test('is never made of a refusal that would only be repeated', async () => {
    const { fetch, seen } = scriptedFetch(refusal('NOT_FOUND', 404))
    await expect(clientOf(fetch).jobs.get('x')).rejects.toThrow(NotFoundError)
    expect(seen).toHaveLength(1)
  })

  test('waits as long as the server asks', async () => {
    const delays: number[] = []
    vi.useFakeTimers()
    const { fetch } = scriptedFetch(refusal('RATE_LIMITED', 429, { 'retry-after': '7' }), json({ items: [] }))
    const listed = clientOf(fetch, { onRetry: ({ delayMs }) => delays.push(delayMs) }).clusters.list()
    await vi.runAllTimersAsync()
    await listed
    vi.useRealTimers()
    expect(delays).toEqual([7000])
  })

  test('ends after the given number of tries, with what went wrong last', async () => {
    vi.useFakeTimers()
    const { fetch, seen } = scriptedFetch(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))
    const listed = clientOf(fetch, { retries: 2 })
      .clusters.list()
      .catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    const error = await listed
    vi.useRealTimers()
    expect(error).toBeInstanceOf(UnavailableError)
    expect((error as Error).message).toContain('https://fairlead.test is out of reach: the connection was refused')
    expect(seen).toHaveLength(3)
  })

  test('stops at once when the caller leaves', async () => {
    const { fetch } = scriptedFetch(refusal('UNAVAILABLE', 503, { 'retry-after': '50' }))
    const leaving = new AbortController()
    const listed = clientOf(fetch).clusters.list({ signal: leaving.signal })
    setTimeout(() => leaving.abort(), 10)
    await expect(listed).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('stops at once when the client as a whole is ended', async () => {
    const { fetch } = scriptedFetch(refusal('UNAVAILABLE', 503, { 'retry-after': '50' }))
    const ending = new AbortController()
    const listed = clientOf(fetch, { signal: ending.signal }).clusters.list()
    setTimeout(() => ending.abort(), 10)
    await expect(listed).rejects.toMatchObject({ name: 'AbortError' })
  })
})
