import type { RunSpec } from '@fairlead/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { kubeconfigWithRights } from '../../../../e2e/kubernetes/cluster/kubeconfig-with-rights.ts'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import type { RunRequest } from '../../src/drivers/driver.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { chartRoles } from './chart-roles.ts'
import { playedSpec } from './test-settings.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun, type OpenDriver } from './open-driver.ts'

vi.setConfig({ testTimeout: 120_000 })

type Pod = NonNullable<RunSpec['pod']>

let cluster: UsedRigCluster
let namespace: string
let opened: OpenDriver

beforeAll(async () => {
  cluster = await useRigCluster()
  namespace = await cluster.makeNamespace({
    prefix: 'kinds',
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  })
  const agents = await cluster.makeNamespace({ prefix: 'agents' })
  await addKwokNodes(cluster.rig, { count: 2, namePrefix: namespace })
  await addKwokNodes(cluster.rig, { count: 1, shape: 'nvidia-h100', namePrefix: `${namespace}-gpu` })
  opened = await openDriver({
    kubeconfig: await kubeconfigWithRights(cluster, { name: 'agent', namespace: agents, roles: chartRoles(namespace) }),
    client: cluster.client,
    namespace,
    stateDir: temporaryFolder(),
    settings: { builderImage: 'registry.example/buildkit:1', jobApiUrl: 'http://127.0.0.1:1' },
    options: { jobApi: { host: '127.0.0.1', port: 0 } },
  })
})

afterAll(async () => {
  await opened?.close()
  await cluster?.leave()
})

function request(
  kind: string,
  play: Record<string, string>,
  overrides: Partial<RunSpec>,
  pod: Partial<Pod> = {},
): RunRequest {
  const spec = playedSpec(namespace, play, overrides)
  return requestFor({
    ...spec,
    workload: { ...spec.workload, kind },
    pod: {
      engine: 'auto',
      limits: {},
      imagePullSecrets: [],
      tolerations: [],
      volumes: [],
      connections: [],
      ports: [],
      keepSeconds: 0,
      ...pod,
    },
  })
}

async function leftOf({ runId }: RunRequest): Promise<string[]> {
  const { core, apps, batch } = cluster.client
  const of = { namespace, labelSelector: `fairlead.dev/run=${runId}` }
  const lists = await Promise.all([
    core.listNamespacedService(of),
    core.listNamespacedConfigMap(of),
    apps.listNamespacedDeployment(of),
    apps.listNamespacedStatefulSet(of),
    batch.listNamespacedJob(of),
  ])
  return lists.flatMap(({ items }) => items.map(({ metadata }) => metadata?.name ?? ''))
}

describe.concurrent('each kind lives its life on a cluster', () => {
  test.each(['job', 'distributed', 'evaluation'])('%s runs and succeeds', async (kind) => {
    const run = request(kind, { duration: '300ms' }, { replicas: kind === 'distributed' ? 3 : 1 }, { config: { a: 1 } })
    expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
    await opened.driver.forget(run)
    await until(async () => (await leftOf(run)).length === 0, 'nothing is left')
  })

  test('an image build runs with the image of the agent’s settings', async () => {
    const build = { destination: 'registry.example/a:1', dockerfile: 'Dockerfile', inline: 'FROM scratch' }
    const run = request('image-build', { duration: '300ms' }, {}, { build })
    expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
  })

  test.each(['workspace', 'endpoint'])(
    '%s runs until it is stopped, and what is removed by hand comes back',
    async (kind) => {
      const serving = { port: 'http', minReplicas: 1, targetCpuPercent: 50 }
      const pod = { ports: [{ name: 'http', port: 8080 }], ...(kind === 'endpoint' ? { serving } : {}) }
      const run = request(kind, {}, { replicas: kind === 'endpoint' ? 3 : 1 }, pod)
      const running = await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
      expect(running.address).toMatch(/^http:\/\/train-.*:8080$/)
      const of = { namespace, labelSelector: `fairlead.dev/run=${run.runId}` }
      const { core } = cluster.client
      const [service] = (await core.listNamespacedService(of)).items
      await core.deleteNamespacedService({ namespace, name: service?.metadata?.name ?? '' })
      const [played] = (await core.listNamespacedPod(of)).items
      await core.deleteNamespacedPod({ namespace, name: played?.metadata?.name ?? '' })
      await until(async () => {
        const services = (await core.listNamespacedService(of)).items
        const pods = (await core.listNamespacedPod(of)).items
        const isNew = pods.some(
          ({ metadata, status }) => metadata?.uid !== played?.metadata?.uid && status?.phase === 'Running',
        )
        return services.length === 1 && isNew
      }, 'both are back')
      expect(opened.driver.find(run.runId)[0]?.phase).toBe('RUNNING')
      await opened.driver.stop(run, { reason: 'SUSPENDED', message: 'paused', graceMs: 0 })
      expect(await untilRun(opened, run, hasEnded)).toMatchObject({ phase: 'CANCELLED', reason: 'SUSPENDED' })
      await opened.driver.forget(run)
      await until(async () => (await leftOf(run)).length === 0, 'nothing is left')
    },
  )

  test('a run with GPUs is asked for under the name that its node offers', async () => {
    const node = `${namespace}-gpu-1`
    const run = request('job', { duration: '300ms' }, { nodes: [node], resources: { cpu: 100, memory: 64, gpu: 2000 } })
    const done = await runUntil(opened, run, hasEnded)
    expect(done.replicas).toMatchObject([{ node, phase: 'SUCCEEDED' }])
    const seen = [...opened.driver.nodes()].find(({ name }) => name === node)
    expect(seen).toMatchObject({
      allocatable: { gpu: 8000 },
      gpu: { model: 'NVIDIA-H100-80GB-HBM3', count: 8, memoryMib: 81_559 },
    })
  })
})

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
    const first = request('job', { duration: '300ms' }, {}, { volumes })
    const { workload } = first.spec
    expect(await runUntil(opened, first, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    await opened.driver.forget(first)
    expect(await mark()).toBe('true')
    const second = request('job', { duration: '600s' }, { workload }, { volumes })
    await runUntil(opened, second, ({ phase }) => phase === 'RUNNING')
    await opened.driver.stop(second, { reason: 'SUSPENDED', message: 'paused', graceMs: 0 })
    await untilRun(opened, second, hasEnded)
    await opened.driver.forget(second)
    expect(await mark()).toBeUndefined()
  })
})

describe('a run tells of itself', () => {
  test('with the token of its pod, and what it told survives the agent', async () => {
    const { core } = cluster.client
    const run = request('job', { duration: '600s' }, {})
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
