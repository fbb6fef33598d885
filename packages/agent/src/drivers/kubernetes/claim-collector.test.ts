import { expect, test } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { testLogger } from '../../../test/in-process-agent.ts'
import type { KubeApi } from './api/kube-api.ts'
import { ClaimCollector } from './claim-collector.ts'

const MINUTE_MS = 60_000

function setUp({ isEnded = true }: { isEnded?: boolean } = {}) {
  const clock = new ManualClock()
  const removed: string[] = []
  const around: { named: Set<string> | undefined } = { named: new Set(['w']) }
  const claim = {
    metadata: {
      name: 'data',
      namespace: 'vision',
      uid: 'u',
      labels: { 'fairlead.dev/workload-id': 'w' },
      annotations: isEnded ? { 'fairlead.dev/workload-ended': 'true' } : {},
    },
  }
  const api = {
    send: ({ method, path, query }: { method: string; path: string; query?: { labelSelector?: string } }) => {
      if (method === 'DELETE') removed.push(path)
      else expect(query?.labelSelector).toContain('fairlead.dev/keep=false')
      return Promise.resolve({ items: removed.length > 0 ? [] : [claim] })
    },
  } as unknown as KubeApi
  const collector = new ClaimCollector({
    api,
    clusterId: 'c',
    scopes: () => ['vision'],
    named: () => around.named,
    clock,
    random: () => 0.5,
    log: testLogger([]),
  })
  collector.open()
  return { clock, removed, around }
}

test('a claim is removed when nobody has named its workload for ten minutes', async () => {
  const { clock, removed, around } = setUp()
  await clock.advance(60 * MINUTE_MS)
  around.named = new Set()
  await clock.advance(10 * MINUTE_MS)
  expect(removed).toEqual([])
  await clock.advance(3 * MINUTE_MS)
  expect(removed).toEqual(['/api/v1/namespaces/vision/persistentvolumeclaims/data'])
})

test('a run that comes in between begins the ten minutes anew', async () => {
  const { clock, removed, around } = setUp()
  around.named = new Set()
  await clock.advance(9 * MINUTE_MS)
  around.named = new Set(['w'])
  await clock.advance(5 * MINUTE_MS)
  around.named = new Set()
  await clock.advance(9 * MINUTE_MS)
  expect(removed).toEqual([])
})

test('nothing is removed while it is not sure what is wanted', async () => {
  const { clock, removed, around } = setUp()
  around.named = undefined
  await clock.advance(60 * MINUTE_MS)
  expect(removed).toEqual([])
})

test('the claim of a workload that goes on stays', async () => {
  const { clock, removed, around } = setUp({ isEnded: false })
  around.named = new Set()
  await clock.advance(60 * MINUTE_MS)
  expect(removed).toEqual([])
})
