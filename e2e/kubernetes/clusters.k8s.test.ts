import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VersionApi } from '@kubernetes/client-node'
import { until } from '../../tools/processes/child.ts'
import { kubeClient, statusOf } from './cluster/kube-client.ts'
import { kubeconfigWithRights } from './cluster/kubeconfig-with-rights.ts'
import { isRunning } from './cluster/process-identity.ts'
import type { RigCluster } from './cluster/rig-cluster.ts'
import { readRecord } from './cluster/rig-record.ts'
import { startCluster } from './cluster/start-cluster.ts'
import { killProgram, startProgram } from './cluster/tracked-process.ts'
import { addKwokNodes } from './kwok/add-kwok-nodes.ts'
import { KUBERNETES_VERSIONS } from './programs/catalog.ts'

let newest: RigCluster
let oldest: RigCluster

beforeAll(async () => {
  newest = await startCluster({ name: 'test-newest' })
  oldest = await startCluster({ name: 'test-oldest', release: 'oldest' })
})

afterAll(async () => {
  await newest?.stop()
  await oldest?.stop()
})

test('two clusters of different versions are up at once', async () => {
  for (const [cluster, version] of [
    [newest, KUBERNETES_VERSIONS.newest],
    [oldest, KUBERNETES_VERSIONS.oldest],
  ] as const) {
    const { gitVersion } = await cluster.client.config.makeApiClient(VersionApi).getCode()
    expect(gitVersion).toBe(`v${version}`)
  }
})

test.each(['newest', 'oldest'] as const)(
  'a job of 50 pods on simulated GPU nodes of the %s version succeeds',
  async (release) => {
    const { client, ...cluster } = release === 'newest' ? newest : oldest
    const names = await addKwokNodes({ client, ...cluster }, { count: 8, shape: 'nvidia-h100', labels: { rack: 'r1' } })
    expect(names).toHaveLength(8)
    const node = await client.core.readNode({ name: names[0]! })
    expect(node.status?.allocatable?.['nvidia.com/gpu']).toBe('8')
    expect(node.metadata?.labels).toMatchObject({ rack: 'r1', 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' })
    const container = { name: 'main', image: 'none', resources: { limits: { 'nvidia.com/gpu': '1' } } }
    await client.batch.createNamespacedJob({
      namespace: 'default',
      body: {
        metadata: { name: 'fifty' },
        spec: {
          completionMode: 'Indexed',
          completions: 50,
          parallelism: 50,
          template: {
            metadata: { annotations: { 'fairlead.dev/simulated-duration': '200ms' } },
            spec: { restartPolicy: 'Never', nodeSelector: { rack: 'r1' }, containers: [container] },
          },
        },
      },
    })
    await until(
      'all pods have succeeded',
      async () => {
        const { status } = await client.batch.readNamespacedJob({ namespace: 'default', name: 'fifty' })
        return status?.succeeded === 50 && status.completionTime ? true : undefined
      },
      60_000,
    )
  },
)

test('a kubeconfig has the rights that it was made with and no other', async () => {
  const kubeconfig = await kubeconfigWithRights(newest, {
    name: 'reader',
    namespace: 'tools',
    clusterRules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }],
    rules: { work: [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] }] },
  })
  const { core, batch } = kubeClient(kubeconfig)
  await core.listNode()
  await batch.listNamespacedJob({ namespace: 'work' })
  const refused = [
    core.listPodForAllNamespaces(),
    core.readNode({ name: 'any' }),
    batch.listNamespacedJob({ namespace: 'default' }),
    core.listNamespacedSecret({ namespace: 'work' }),
  ]
  for (const call of await Promise.allSettled(refused))
    expect(call.status === 'rejected' ? statusOf(call.reason) : call.status).toBe(403)
})

test('a program that is killed can be started again, and its cluster goes on', async () => {
  await killProgram(oldest.folder, 'kube-apiserver')
  await expect(oldest.client.core.listNamespace()).rejects.toThrow()
  startProgram(oldest.folder, 'kube-apiserver')
  await until('the API answers again', () => oldest.client.core.listNamespace().catch(() => undefined), 60_000)
})

test('a cluster that is in use is not taken by another of its name', async () => {
  await expect(startCluster({ name: 'test-newest' })).rejects.toThrow(`is in use by process ${process.pid}`)
})

test('a cluster that is stopped leaves no process and no file', async () => {
  const cluster = await startCluster({ name: 'test-gone' })
  const processes = readRecord(cluster.folder)?.processes ?? []
  expect(processes.filter(isRunning).map(({ name }) => name)).toEqual([
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
  ])
  await cluster.stop()
  expect(processes.filter(isRunning)).toEqual([])
  expect(existsSync(cluster.folder)).toBe(false)
})
