import { createTRPCClient, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '@fairlead/control-plane/api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rememberRequests } from '../../lib/trpc.ts'
import { toasts } from '../toast/toasts.ts'
import { sayDone } from './say-done.ts'

// What would go by itself later would go in the middle of another file.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Answers every call with the headers that a control plane sends. */
function clientOf(request: string | undefined) {
  const answer: TRPCLink<AppRouter> =
    () =>
    ({ op: { input } }) =>
      observable((observer) => {
        const headers = request === undefined ? {} : { 'x-request-id': request }
        observer.next({
          result: { type: 'data', data: { name: (input as { size: string }).size } },
          context: { response: new Response(null, { headers }) },
        })
        observer.complete()
      })
  return createTRPCClient<AppRouter>({ links: [rememberRequests, answer] })
}

const ask = async (request: string | undefined, size = 'huge') => await clientOf(request).sizes.delete.mutate({ size })
const last = () => toasts.get().at(-1)

test('what was done leads to the entries of its request, and can be done again by hand', async () => {
  const commands = [
    { name: 'curl', text: 'curl …' },
    { name: 'CLI', text: 'fairlead size rm huge' },
  ]
  sayDone(await ask('r-1'), { title: 'Size huge is deleted' }, commands)
  expect(last()).toMatchObject({
    tone: 'success',
    title: 'Size huge is deleted',
    audit: { request: 'r-1' },
    command: 'fairlead size rm huge',
  })
})

test('several answers to one request lead to it; those of several requests to what they are called there', async () => {
  const said = { title: 'Stop requested', mode: 'requested', audit: { action: 'workload.stop' } } as const
  sayDone([await ask('r-2', 'a'), await ask('r-2', 'b')], said)
  expect(last()).toMatchObject({ tone: 'info', audit: { request: 'r-2' } })
  sayDone([await ask('r-2', 'a'), await ask('r-3', 'b')], said)
  expect(last()).toMatchObject({ audit: { action: 'workload.stop' } })
})

test('an answer that does not say its request is told without a way to the log', async () => {
  sayDone(await ask(undefined), { title: 'It is done' })
  expect(last()).not.toHaveProperty('audit')
})
