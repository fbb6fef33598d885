import { expect, test } from 'vitest'
import { testLogger } from '../../test/in-process-agent.ts'
import { ManualClock } from '../../test/manual-clock.ts'
import type { KubeApi, KubeRequest } from '../drivers/kubernetes/api/kube-api.ts'
import { KubeError } from '../drivers/kubernetes/api/kube-error.ts'
import { LeaderLease } from './leader-lease.ts'

type Lease = { metadata: { name: string; resourceVersion: string }; spec: { holderIdentity: string } }

/** One lease as an API server keeps it; `onPut` happens between a PUT's arrival and its answer. */
class LeaseServer {
  lease: Lease | undefined
  onPut: () => void = () => undefined
  #version = 0

  store(spec: Lease['spec']): Lease {
    this.#version += 1
    this.lease = { metadata: { name: 'agent', resourceVersion: String(this.#version) }, spec }
    return this.lease
  }

  readonly api = {
    send: ({ method, body }: KubeRequest) => {
      const given = body as Lease
      if (method === 'GET') return this.lease ? Promise.resolve(this.lease) : Promise.reject(refused(404))
      if (method === 'PUT') {
        this.onPut()
        if (given.metadata.resourceVersion !== this.lease?.metadata.resourceVersion) return Promise.reject(refused(409))
      }
      return Promise.resolve(this.store(given.spec))
    },
  } as unknown as KubeApi
}

function refused(status: number): KubeError {
  return new KubeError(status, '', 'no')
}

function open(server: LeaseServer, clock: ManualClock) {
  const lost: string[] = []
  const lease = new LeaderLease({
    api: server.api,
    namespace: 'fairlead-agent',
    name: 'agent',
    holder: 'pod',
    clock,
    random: () => 0.5,
    log: testLogger([]),
    onLost: () => lost.push('lost'),
  })
  return { lease, lost }
}

test('a renewal that was overtaken by an earlier one of its own loses nothing', async () => {
  const server = new LeaseServer()
  const clock = new ManualClock()
  const { lease, lost } = open(server, clock)
  expect(await lease.acquire(new AbortController().signal)).toBe(true)
  let isOvertaken = true
  server.onPut = () => {
    if (isOvertaken && server.lease) server.store(server.lease.spec)
    isOvertaken = false
  }
  await clock.advance(30_000)
  expect(isOvertaken).toBe(false)
  expect(lost).toEqual([])
})

test('a lease that another one holds is lost at the next renewal', async () => {
  const server = new LeaseServer()
  const clock = new ManualClock()
  const { lease, lost } = open(server, clock)
  await lease.acquire(new AbortController().signal)
  server.store({ holderIdentity: 'another' })
  await clock.advance(10_000)
  expect(lost).toEqual(['lost'])
})

test('a lease that cannot be renewed for twenty seconds is given up', async () => {
  const server = new LeaseServer()
  const clock = new ManualClock()
  const { lease, lost } = open(server, clock)
  await lease.acquire(new AbortController().signal)
  server.onPut = () => {
    throw new Error('no answer')
  }
  await clock.advance(18_000)
  expect(lost).toEqual([])
  await clock.advance(10_000)
  expect(lost).toEqual(['lost'])
})
