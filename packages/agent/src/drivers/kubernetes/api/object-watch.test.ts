import { expect, test } from 'vitest'
import { testLogger } from '../../../../test/in-process-agent.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import type { KubeApi } from './kube-api.ts'
import { ObjectWatch } from './object-watch.ts'

test('after a silence that was too long everything is listed anew, and the next watch has all of its time', async () => {
  const clock = new ManualClock()
  let lists = 0
  let watches = 0
  const api = {
    send: () => {
      lists += 1
      return Promise.resolve({ metadata: { resourceVersion: '1' }, items: [] })
    },
    async *lines({ signal }: { signal: AbortSignal }) {
      watches += 1
      const isSilent = watches === 1
      await new Promise<void>((resolve, reject) => {
        if (!isSilent) clock.after(60_000, resolve)
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
      yield JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '2' } } })
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    },
    close: () => undefined,
  } as unknown as KubeApi
  const nothing = (): undefined => undefined
  const watch = new ObjectWatch({
    name: 'StatefulSet vision',
    api,
    path: '/apis/apps/v1/namespaces/vision/statefulsets',
    read: nothing,
    onPut: nothing,
    onGone: nothing,
    clock,
    random: () => 0,
    log: testLogger([]),
  })
  await watch.open()
  await clock.advance(126_000)
  expect(lists).toBe(2)
  expect(watch.ageMs).toBeLessThan(10_000)
  await clock.advance(70_000)
  expect(watches).toBe(2)
  expect(watch.problem).toBeUndefined()
  expect(watch.ageMs).toBeLessThan(20_000)
  await watch.close()
})
