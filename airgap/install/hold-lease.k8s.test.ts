import { spawnSync } from 'node:child_process'
import { CoordinationV1Api, V1MicroTime } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCluster, type UsedCluster } from '../../e2e/kubernetes/cluster/use-cluster.ts'
import { holdLease } from './hold-lease.ts'
import { openKube, orUndefined, type Kube } from './kube.ts'

const place = { name: 'fairlead-airgap', namespace: '' }
let cluster: UsedCluster
let kube: Kube
let api: CoordinationV1Api

beforeAll(async () => {
  cluster = await useCluster()
  place.namespace = await cluster.makeNamespace({ prefix: 'lease' })
  kube = openKube({ kubernetes: { kubeconfig: cluster.kubeconfig } })
  api = kube.config.makeApiClient(CoordinationV1Api)
}, 1_800_000)
afterAll(() => cluster?.leave())

function hold<T>(action: string, work: () => Promise<T>): Promise<T> {
  return holdLease({ kube, phase: 'backend', namespace: place.namespace, action, now: Date.now }, work)
}

test('of two installers at once the second is told who is at work and since when, and does nothing', async () => {
  let hasWorked = false
  await hold('apply backend', async () => {
    const second = hold('upgrade backend', () => Promise.resolve((hasWorked = true)))
    await expect(second).rejects.toThrow(/another installer is at work in lease-.*: apply backend by .* since 20\d\d-/)
  })
  expect(hasWorked).toBe(false)
  expect(await orUndefined(api.readNamespacedLease(place))).toBeUndefined()
  expect(await hold('apply backend', () => Promise.resolve('done'))).toBe('done')
})

test('one that was killed holds nobody up on its machine at once, and elsewhere when nobody has renewed it for two minutes', async () => {
  await hold('apply backend', async () => {
    const lease = await api.readNamespacedLease(place)
    const gone = spawnSync('true').pid
    lease.spec!.holderIdentity = lease.spec!.holderIdentity!.replace(/\d+$/, String(gone))
    await api.replaceNamespacedLease({ ...place, body: lease })
    expect(await hold('apply backend', () => Promise.resolve('done'))).toBe('done')
  })
  const elsewhere = (ageMs: number) => {
    const at = new V1MicroTime(Date.now() - ageMs)
    const spec = { holderIdentity: 'apply backend by kim@other/1 process 7', acquireTime: at, renewTime: at }
    return api.createNamespacedLease({ namespace: place.namespace, body: { metadata: { name: place.name }, spec } })
  }
  await elsewhere(60_000)
  await expect(hold('apply backend', () => Promise.resolve())).rejects.toThrow('kim@other')
  await api.deleteNamespacedLease(place)
  await elsewhere(130_000)
  expect(await hold('apply backend', () => Promise.resolve('done'))).toBe('done')
})
