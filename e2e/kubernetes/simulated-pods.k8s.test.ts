import type { V1PodSpec } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { statusOf } from './cluster/kube-client.ts'
import type { RigCluster } from './cluster/rig-cluster.ts'
import { ownName } from './cluster/ring.ts'
import { startCluster } from './cluster/start-cluster.ts'
import { containerOf, hasPhase, untilPod } from './cluster/until-pod.ts'
import { addKwokNodes } from './kwok/add-kwok-nodes.ts'
import { findNode, loseNode } from './kwok/lose-node.ts'
import type { SimulatedFailure } from './kwok/pod-failures.ts'

let cluster: RigCluster

beforeAll(async () => {
  cluster = await startCluster({
    name: ownName('pods'),
    flags: {
      'kube-controller-manager': ['--node-monitor-grace-period=15s', '--node-monitor-period=1s'],
      'kube-apiserver': ['--default-unreachable-toleration-seconds=1'],
    },
  })
  await addKwokNodes(cluster, { count: 2 })
})

afterAll(() => cluster?.stop())

/** Creates a pod of one container that is played as its settings say. */
async function play(name: string, settings: Record<string, string>, spec: Partial<V1PodSpec> = {}) {
  const annotations = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`fairlead.dev/simulated-${key}`, value]),
  )
  const pod = { name, namespace: 'default' }
  await cluster.client.core.createNamespacedPod({
    namespace: pod.namespace,
    body: {
      metadata: { name, annotations },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/app:1' }], ...spec },
    },
  })
  return (what: string, isSo: Parameters<typeof untilPod>[3]) => untilPod(cluster.client, pod, what, isSo)
}

test.each<[SimulatedFailure, string]>([
  ['ErrImagePull', 'registry.example/app:1'],
  ['ImagePullBackOff', 'Back-off pulling image'],
  ['InvalidImageName', 'invalid reference format'],
  ['CreateContainerConfigError', 'not found'],
  ['CreateContainerError', 'deadline exceeded'],
])('a pod that is to be stuck with %s waits for ever and says why', async (failure, message) => {
  const until = await play(`stuck-${failure.toLowerCase()}`, { failure })
  const pod = await until('waiting', (seen) => containerOf(seen)?.state?.waiting?.reason === failure)
  expect(pod.status?.phase).toBe('Pending')
  expect(containerOf(pod)?.state?.waiting?.message).toContain(message)
})

test.each<[SimulatedFailure, number]>([
  ['OOMKilled', 137],
  ['StartError', 128],
  ['Error', 1],
])('a container that is to end with %s does so after its duration', async (failure, exitCode) => {
  const until = await play(`ended-${failure.toLowerCase()}`, { failure, duration: '300ms' })
  const pod = await until('failed', hasPhase('Failed'))
  expect(containerOf(pod)?.state?.terminated).toMatchObject({ reason: failure, exitCode })
})

test.each<SimulatedFailure>(['Evicted', 'Preempting', 'Terminated'])(
  'a pod that is put out as %s is a disruption',
  async (failure) => {
    const until = await play(`out-${failure.toLowerCase()}`, { failure })
    const { status } = await until('failed', hasPhase('Failed'))
    expect(status?.reason).toBe(failure)
    expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.status).toBe('True')
  },
)

test.each<SimulatedFailure>(['DeadlineExceeded', 'UnexpectedAdmissionError', 'OutOfcpu', 'NodeAffinity'])(
  'a pod that is to fail as %s has that reason',
  async (failure) => {
    const until = await play(`failed-${failure.toLowerCase()}`, { failure })
    expect((await until('failed', hasPhase('Failed'))).status?.reason).toBe(failure)
  },
)

test('a container that restarts and keeps failing backs off, and its last end says why', async () => {
  const until = await play('looping', { failure: 'OOMKilled' }, { restartPolicy: 'OnFailure' })
  const pod = await until('backing off', (seen) => containerOf(seen)?.state?.waiting?.reason === 'CrashLoopBackOff')
  expect(pod.status?.phase).toBe('Running')
  expect(containerOf(pod)?.lastState?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 })
  expect(containerOf(pod)?.restartCount).toBe(3)
})

test('settings may come as environment variables', async () => {
  const env = [
    { name: 'FAIRLEAD_SIMULATED_EXIT_CODE', value: '7' },
    { name: 'FAIRLEAD_SIMULATED_DURATION', value: '300ms' },
  ]
  const until = await play('by-environment', {}, { containers: [{ name: 'main', image: 'x', env }] })
  const pod = await until('failed', hasPhase('Failed'))
  expect(containerOf(pod)?.state?.terminated).toMatchObject({ reason: 'Error', exitCode: 7 })
})

test('a pod that is told nothing runs until it is deleted', async () => {
  const until = await play('service', {}, { restartPolicy: 'Always' })
  await until('running', hasPhase('Running'))
  await cluster.client.core.deleteNamespacedPod({ name: 'service', namespace: 'default' })
  await gone('service')
})

test('a lost node becomes unknown, its pods are sent away, and it can be found again', async () => {
  const until = await play('on-lost-node', { failure: 'Error', duration: '1h' }, { nodeName: 'cpu-2' })
  await until('running', hasPhase('Running'))
  await loseNode(cluster, 'cpu-2')
  await untilNodeIs('Unknown')
  await until('on its way out', (seen) => seen.metadata?.deletionTimestamp !== undefined)
  await findNode(cluster, 'cpu-2')
  await untilNodeIs('True')
  await gone('on-lost-node')
})

async function untilNodeIs(status: string): Promise<void> {
  await until(
    `the node's condition Ready is ${status}`,
    async () => {
      const node = await cluster.client.core.readNode({ name: 'cpu-2' })
      return node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === status ? true : undefined
    },
    90_000,
  )
}

async function gone(name: string): Promise<void> {
  await until(`pod ${name} is gone`, () =>
    cluster.client.core.readNamespacedPod({ name, namespace: 'default' }).then(
      () => undefined,
      (error: unknown) => (statusOf(error) === 404 ? true : undefined),
    ),
  )
}
