import { randomUUID } from 'node:crypto'
import type { RunSpec } from '@fairlead/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import { StartRefused } from '../../src/drivers/driver.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import type { TestDriver } from './driver-harness.ts'
import { playedSpec } from './test-settings.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun, type OpenDriver } from './open-driver.ts'

const SET = 'fairlead.dev/test-set'

vi.setConfig({ testTimeout: 120_000 })

let cluster: UsedRigCluster
let namespace: string
let opened: OpenDriver

function testDriver(more: Partial<TestDriver> = {}): TestDriver {
  const { kubeconfig, client } = cluster
  return { kubeconfig, client, namespace, stateDir: temporaryFolder(), settings: { failAfterMs: 1_000 }, ...more }
}

beforeAll(async () => {
  cluster = await useRigCluster()
  namespace = await cluster.makeNamespace({ prefix: 'failures' })
  await addKwokNodes(cluster.rig, { count: 4, namePrefix: namespace, labels: { [SET]: namespace } })
  opened = await openDriver(testDriver())
})

afterAll(async () => {
  await opened?.close()
  await cluster?.leave()
})

describe.concurrent('the end of a run is told with its reason', () => {
  test.each<[string, string, RegExp]>([
    ['OOMKilled', 'OOM', /more memory than its limit/],
    ['ErrImagePull', 'IMAGE_PULL', /cannot be pulled/],
    ['ImagePullBackOff', 'IMAGE_PULL', /cannot be pulled/],
    ['InvalidImageName', 'CONFIG_INVALID', /name of the image is wrong/],
    ['CreateContainerConfigError', 'CONFIG_INVALID', /secret "settings" not found/],
    ['CreateContainerError', 'INTERNAL', /deadline exceeded/],
    ['StartError', 'CONFIG_INVALID', /could not begin its command/],
    ['DeadlineExceeded', 'TIMEOUT', /longer than its time limit/],
    ['Evicted', 'EVICTED', /low on resource: memory/],
    ['Preempting', 'EVICTED', /admit critical pod/],
    ['Terminated', 'EVICTED', /node shutdown/],
    ['UnexpectedAdmissionError', 'EVICTED', /no healthy devices/],
    ['OutOfcpu', 'EVICTED', /enough resource: cpu/],
  ])('a pod that is %s is a run that failed with %s', async (failure, reason, message) => {
    const request = requestFor(playedSpec(namespace, { failure, duration: '100ms' }))
    const run = await runUntil(opened, request, hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason })
    expect(run.message).toMatch(message)
  })

  test('a pod that the namespace does not allow is a run that failed with ADMISSION_DENIED', async () => {
    const strict = await cluster.makeNamespace({
      prefix: 'strict',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    })
    const own = await openDriver(testDriver({ namespace: strict, settings: { failAfterMs: 1_000, runAsUser: 0 } }))
    const run = await runUntil(own, requestFor(playedSpec(strict, { duration: '1s' })), hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason: 'ADMISSION_DENIED' })
    expect(run.message).toMatch(/runAsUser=0/)
  })

  test('a namespace whose own quota is used up fails a run with NAMESPACE_QUOTA', async () => {
    const full = await cluster.makeNamespace({ prefix: 'full' })
    await cluster.client.core.createNamespacedResourceQuota({
      namespace: full,
      body: { metadata: { name: 'none' }, spec: { hard: { pods: '0' } } },
    })
    const own = await openDriver(testDriver({ namespace: full }))
    const run = await runUntil(own, requestFor(playedSpec(full, { duration: '1s' })), hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason: 'NAMESPACE_QUOTA' })
    expect(run.message).toMatch(/exceeded quota: none/)
  })

  test('what runs under Pod Security restricted needs no exception', async () => {
    const strict = await cluster.makeNamespace({
      prefix: 'strict',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    })
    const settings = { jobApiUrl: 'http://agent.example:8082' }
    const own = await openDriver(testDriver({ namespace: strict, settings }))
    const run = await runUntil(own, requestFor(playedSpec(strict, { duration: '100ms' })), hasEnded)
    expect(run).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
  })

  test('a namespace that is not there refuses the start with a fix', async () => {
    const nowhere = `missing-${randomUUID().slice(0, 8)}`
    const own = await openDriver(testDriver({ namespace: nowhere }))
    const refused = own.driver.start(requestFor(playedSpec(nowhere, {})))
    await expect(refused).rejects.toThrow(/kubectl create namespace/)
    await expect(refused).rejects.toBeInstanceOf(StartRefused)
  })

  test('a pod that no node takes waits and says why, until the start deadline', async () => {
    const own = await openDriver(testDriver({ settings: { startDeadlineMs: 3_000, isElastic: true } }))
    const spec = playedSpec(namespace, {}, { resources: { cpu: 1_000_000, memory: 16 } })
    const request = requestFor(spec)
    await runUntil(own, request, (run) => run.reason === 'WAITING_NODE')
    const run = await untilRun(own, request, hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason: 'WAITING_NODE' })
    expect(run.message).toMatch(/Insufficient cpu/)
  })

  test('a gang that does not become whole in time is ended whole', async () => {
    const nodeSelector = { [SET]: namespace }
    const own = await openDriver(testDriver({ settings: { startDeadlineMs: 3_000, isElastic: true, nodeSelector } }))
    // Each replica takes a whole node, and there is one node less than there are replicas.
    const resources = { cpu: 60_000, memory: 1_024 }
    const request = requestFor(playedSpec(namespace, { duration: '600s' }, { replicas: 5, resources }))
    await runUntil(own, request, (run) => run.reason === 'GANG_INCOMPLETE')
    const run = await untilRun(own, request, hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason: 'GANG_INCOMPLETE' })
    const pods = await cluster.client.core.listNamespacedPod({
      namespace,
      labelSelector: `fairlead.dev/run=${request.runId}`,
    })
    expect(pods.items.filter(({ status }) => !['Failed', 'Succeeded'].includes(status?.phase ?? ''))).toEqual([])
  })

  test('a claim that nothing provides is VOLUME_PENDING', async () => {
    const pod = podSpec([{ type: 'own', name: 'data', mountPath: '/data', sizeMib: 10, keep: true }])
    const run = await runUntil(
      opened,
      requestFor(playedSpec(namespace, {}, { pod })),
      ({ reason }) => reason === 'VOLUME_PENDING',
    )
    expect(run.message).toMatch(/PersistentVolumeClaim/)
  })
})

function podSpec(volumes: NonNullable<RunSpec['pod']>['volumes']): NonNullable<RunSpec['pod']> {
  return {
    engine: 'auto',
    limits: {},
    imagePullSecrets: [],
    tolerations: [],
    volumes,
    connections: [],
    ports: [],
    keepSeconds: 0,
  }
}
