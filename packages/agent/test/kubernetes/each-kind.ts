import type { RunSpec } from '@fairlead/protocol'
import { describe, expect, test } from 'vitest'
import { kubeconfigWithRights } from '../../../../e2e/kubernetes/cluster/kubeconfig-with-rights.ts'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import type { KubernetesRelease } from '../../../../e2e/kubernetes/programs/catalog.ts'
import type { RunRequest } from '../../src/drivers/driver.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { chartRoles } from './chart-roles.ts'
import { playedSpec } from './test-settings.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun, type OpenDriver } from './open-driver.ts'

export type Pod = NonNullable<RunSpec['pod']>
export type KindsAround = { cluster: UsedRigCluster; namespace: string; opened: OpenDriver }

/** A driver with the chart's rights on a Kubernetes of one release, in a namespace of level restricted. */
export async function openKinds(release: KubernetesRelease): Promise<KindsAround> {
  const cluster = await useRigCluster({ release })
  const namespace = await cluster.makeNamespace({
    prefix: 'kinds',
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
  })
  const agents = await cluster.makeNamespace({ prefix: 'agents' })
  await addKwokNodes(cluster.rig, { count: 2, namePrefix: namespace })
  await addKwokNodes(cluster.rig, { count: 1, shape: 'nvidia-h100', namePrefix: `${namespace}-gpu` })
  const opened = await openDriver({
    kubeconfig: await kubeconfigWithRights(cluster, { name: 'agent', namespace: agents, roles: chartRoles(namespace) }),
    client: cluster.client,
    namespace,
    stateDir: temporaryFolder(),
    settings: { builderImage: 'registry.example/buildkit:1', jobApiUrl: 'http://127.0.0.1:1' },
    options: { jobApi: { host: '127.0.0.1', port: 0 } },
  })
  return { cluster, namespace, opened }
}

export function requestOfKind(
  namespace: string,
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

async function leftOf({ cluster, namespace }: KindsAround, { runId }: RunRequest): Promise<string[]> {
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

/** Each kind lives its life once. */
export function eachKind(around: () => KindsAround): void {
  describe.concurrent('each kind lives its life on a cluster', () => {
    test.each(['job', 'distributed', 'evaluation'])('%s runs and succeeds', async (kind) => {
      const { opened, namespace } = around()
      const run = requestOfKind(
        namespace,
        kind,
        { duration: '300ms' },
        { replicas: kind === 'distributed' ? 3 : 1 },
        { config: { a: 1 } },
      )
      expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
      await opened.driver.forget(run)
      await until(async () => (await leftOf(around(), run)).length === 0, 'nothing is left')
    })

    test('an image build runs with the image of the agent’s settings', async () => {
      const { opened, namespace } = around()
      const build = { destination: 'registry.example/a:1', dockerfile: 'Dockerfile', inline: 'FROM scratch' }
      const run = requestOfKind(namespace, 'image-build', { duration: '300ms' }, {}, { build })
      expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    })

    test.each(['workspace', 'endpoint'])(
      '%s runs until it is stopped, and what is removed by hand comes back',
      async (kind) => {
        const { cluster, opened, namespace } = around()
        const serving = { port: 'http', minReplicas: 1, targetCpuPercent: 50 }
        const pod = { ports: [{ name: 'http', port: 8080 }], ...(kind === 'endpoint' ? { serving } : {}) }
        const run = requestOfKind(namespace, kind, {}, { replicas: kind === 'endpoint' ? 3 : 1 }, pod)
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
        await until(async () => (await leftOf(around(), run)).length === 0, 'nothing is left')
      },
    )

    test('a run with GPUs is asked for under the name that its node offers', async () => {
      const { opened, namespace } = around()
      const node = `${namespace}-gpu-1`
      const run = requestOfKind(
        namespace,
        'job',
        { duration: '300ms' },
        { nodes: [node], resources: { cpu: 100, memory: 64, gpu: 2000 } },
      )
      const done = await runUntil(opened, run, hasEnded)
      expect(done.replicas).toMatchObject([{ node, phase: 'SUCCEEDED' }])
      const seen = [...opened.driver.nodes()].find(({ name }) => name === node)
      expect(seen).toMatchObject({
        allocatable: { gpu: 8000 },
        gpu: { model: 'NVIDIA-H100-80GB-HBM3', count: 8, memoryMib: 81_559 },
      })
    })
  })
}
