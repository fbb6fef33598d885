import { createTRPCClient } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '@fairlead/control-plane/api'
import { afterEach, expect, test } from 'vitest'
import { answersAhead, forgetAnswers } from './answers-link.ts'
import { keyOf, type Answer } from './questions.ts'

/** A client whose control plane answers everything with the name of what was asked, and notes it. */
function client() {
  const sent: string[] = []
  const api = createTRPCClient<AppRouter>({
    links: [
      answersAhead,
      () =>
        ({ op }) =>
          observable((observer) => {
            sent.push(op.path)
            observer.next({ result: { type: 'data', data: `${op.path} now` } })
            observer.complete()
          }),
    ],
  })
  return { api, sent }
}

function answered(answers: Record<string, Answer | undefined>): void {
  globalThis.fairleadAnswers = new Map(
    Object.entries(answers).map(([key, answer]) => [key, Promise.resolve(answer)] as const),
  )
}

afterEach(forgetAnswers)

test('what was asked before is not asked again, and only once taken for new', async () => {
  const { api, sent } = client()
  answered({ [keyOf('queues.pending', { pageSize: 0, project: 'vision' })]: { result: { data: 'before' } } })
  expect(await api.queues.pending.query({ project: 'vision', pageSize: 0 })).toBe('before')
  expect(sent).toEqual([])
  expect(await api.queues.pending.query({ project: 'vision', pageSize: 0 })).toBe('queues.pending now')
})

test('a refusal is one, and what was not answered is asked', async () => {
  const { api, sent } = client()
  const error = { message: 'you are not signed in', code: -32_001, data: { code: 'UNAUTHORIZED', httpStatus: 401 } }
  answered({ [keyOf('session.whoami', {})]: { error }, [keyOf('queues.list', {})]: undefined })
  await expect(api.session.whoami.query({})).rejects.toThrow('you are not signed in')
  expect(await api.queues.list.query({})).toBe('queues.list now')
  expect(sent).toEqual(['queues.list'])
})

test('after a change nothing from before it is taken for true', async () => {
  const { api } = client()
  answered({ [keyOf('sizes.list', {})]: { result: { data: 'before' } } })
  await api.session.end.mutate({})
  expect(await api.sizes.list.query({})).toBe('sizes.list now')
})
