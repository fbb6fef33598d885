import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { eachKind, openKinds, requestOfKind, type KindsAround, type Pod } from './each-kind.ts'
import { hasEnded, runUntil, untilRun, type OpenDriver } from './open-driver.ts'

vi.setConfig({ testTimeout: 120_000 })

let cluster: UsedRigCluster
let namespace: string
let opened: OpenDriver
let around: KindsAround

beforeAll(async () => {
  around = await openKinds('newest')
  cluster = around.cluster
  namespace = around.namespace
  opened = around.opened
})

afterAll(async () => {
  await opened?.close()
  await cluster?.leave()
})

eachKind(() => around)

describe('a claim that goes with its workload', () => {
  const volumes: Pod['volumes'] = [{ type: 'own', name: 'data', mountPath: '/data', sizeMib: 10, keep: false }]
  let volume: string

  beforeAll(async () => {
    volume = `${namespace}-data`
    const hostPath = { path: '/tmp' }
    const spec = { capacity: { storage: '10Mi' }, accessModes: ['ReadWriteOnce'], hostPath }
    await cluster.client.core.createPersistentVolume({ body: { metadata: { name: volume }, spec } })
  })
  afterAll(() => cluster.client.core.deletePersistentVolume({ name: volume }))

  async function mark(): Promise<string | undefined> {
    const labelSelector = 'fairlead.dev/keep=false'
    const { items } = await cluster.client.core.listNamespacedPersistentVolumeClaim({ namespace, labelSelector })
    expect(items).toHaveLength(1)
    return items[0]?.metadata?.annotations?.['fairlead.dev/workload-ended']
  }

  test('says that it may go when a run has ended for good, and not when the workload goes on', async () => {
    const first = requestOfKind(namespace, 'job', { duration: '300ms' }, {}, { volumes })
    const { workload } = first.spec
    expect(await runUntil(opened, first, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    await opened.driver.forget(first)
    expect(await mark()).toBe('true')
    const second = requestOfKind(namespace, 'job', { duration: '600s' }, { workload }, { volumes })
    await runUntil(opened, second, ({ phase }) => phase === 'RUNNING')
    await opened.driver.stop(second, { reason: 'SUSPENDED', message: 'paused', graceMs: 0 })
    await untilRun(opened, second, hasEnded)
    await opened.driver.forget(second)
    expect(await mark()).toBeUndefined()
    // Cancelled while it was stopped: no run can say so any more.
    await opened.driver.endWorkload?.({ workloadId: workload.id, namespace })
    expect(await mark()).toBe('true')
  })
})

describe('a run tells of itself', () => {
  test('with the token of its pod, and what it told survives the agent', async () => {
    const { core } = cluster.client
    const run = requestOfKind(namespace, 'job', { duration: '600s' }, {})
    await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
    const [pod] = (await core.listNamespacedPod({ namespace, labelSelector: `fairlead.dev/run=${run.runId}` })).items
    const tokenFor = async (audience: string): Promise<string> => {
      const boundObjectRef = {
        kind: 'Pod',
        apiVersion: 'v1',
        name: pod?.metadata?.name ?? '',
        uid: pod?.metadata?.uid ?? '',
      }
      const body = { spec: { audiences: [audience], expirationSeconds: 600, boundObjectRef } }
      const { status } = await core.createNamespacedServiceAccountToken({ namespace, name: 'fairlead-run', body })
      return status?.token ?? ''
    }
    const post = async (path: string, body: unknown, token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const url = `http://127.0.0.1:${opened.driver.jobApiPort}${path}`
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    const token = await tokenFor('fairlead-agent')
    expect(await post('/v1/progress', { progress: 0.5 }, token)).toBe(200)
    expect(await post('/v1/figures', { figures: { loss: 0.1 } }, token)).toBe(200)
    expect(await post('/v1/result', { result: { accuracy: 0.9 } }, token)).toBe(200)
    expect(opened.driver.find(run.runId)[0]).toMatchObject({
      progress: 0.5,
      figures: { loss: 0.1 },
      result: { accuracy: 0.9 },
    })
    expect(await post('/v1/progress', { progress: 2 }, token)).toBe(422)
    expect(await post('/v1/result', { result: { a: 'x'.repeat(70_000) } }, token)).toBe(413)
    expect(await post('/v1/progress', { progress: 1 }, await tokenFor('somebody-else'))).toBe(401)
    expect(await post('/v1/progress', { progress: 1 }, `${token.slice(0, -4)}AAAA`)).toBe(401)
    const { data } = await core.readNamespacedConfigMap({
      namespace,
      name: `${pod?.metadata?.labels?.['job-name']}-run`,
    })
    expect(data).toEqual({ progress: '0.5', figures: '{"loss":0.1}', result: '{"accuracy":0.9}' })
  })
})

test('all of this needs no right but those of the chart', () => {
  expect(opened.driver.cluster()).toMatchObject({ missingRights: [], namespaces: [namespace] })
})
