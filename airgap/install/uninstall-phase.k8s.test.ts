import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCluster, type UsedCluster } from '../../e2e/kubernetes/cluster/use-cluster.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { openKube, orUndefined, type Kube } from './kube.ts'
import { removePhase, type Removal } from './uninstall-phase.ts'

let cluster: UsedCluster
let kube: Kube

beforeAll(async () => {
  cluster = await useCluster()
  kube = openKube({ kubernetes: { kubeconfig: cluster.kubeconfig } })
}, 1_800_000)
afterAll(() => cluster?.leave())

/** Uninstalls from a namespace that holds nothing of the installer. */
async function removeFrom(namespace: string, removal: Partial<Removal> = {}): Promise<string[]> {
  const host = { env: {}, now: Date.now, signal: new AbortController().signal } as unknown as Host
  const place = { phase: 'cluster', kube, bundle: {} as OpenBundle, namespaces: [namespace], host } as const
  return await removePhase(
    { ...place, namespaces: [namespace] },
    { release: [], objects: [], data: [], namespaces: [namespace], ...removal },
    false,
  )
}

async function isThere(name: string): Promise<boolean> {
  const found = await orUndefined(kube.core.readNamespace({ name }))
  return found !== undefined && found.metadata?.deletionTimestamp === undefined
}

test('a namespace goes with what the agent has noted in it, and stays with anything of anybody else', async () => {
  const labels = { 'app.kubernetes.io/managed-by': 'fairlead' }
  const record = await cluster.makeNamespace({ prefix: 'record' })
  await kube.core.createNamespacedConfigMap({ namespace: record, body: { metadata: { name: 'run', labels } } })
  expect(await removeFrom(record)).toEqual([`namespace ${record}`])
  expect(await isThere(record)).toBe(false)
  const theirs = {
    map: (namespace: string) =>
      kube.core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'notes' }, data: { a: 'b' } } }),
    service: (namespace: string) =>
      kube.core.createNamespacedService({
        namespace,
        body: { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
      }),
    deployment: (namespace: string) =>
      kube.apps.createNamespacedDeployment({
        namespace,
        body: {
          metadata: { name: 'd' },
          spec: {
            replicas: 0,
            selector: { matchLabels: { a: 'b' } },
            template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
          },
        },
      }),
    // The agent makes claims for work, and what is in them is people's.
    claim: (namespace: string) =>
      kube.core.createNamespacedPersistentVolumeClaim({
        namespace,
        body: {
          metadata: { name: 'results', labels },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      }),
  }
  for (const [what, make] of Object.entries(theirs)) {
    const namespace = await cluster.makeNamespace({ prefix: what })
    await make(namespace)
    expect(await removeFrom(namespace), what).toEqual([])
    expect(await isThere(namespace), what).toBe(true)
  }
})

test('a namespace in which data stays is not looked into, and stays', async () => {
  const namespace = await cluster.makeNamespace({ prefix: 'data' })
  const metadata = { namespace, name: 'fairlead-agent-identity' }
  expect(await removeFrom(namespace, { data: [{ apiVersion: 'v1', kind: 'Secret', metadata }] })).toEqual([])
  expect(await isThere(namespace)).toBe(true)
})
