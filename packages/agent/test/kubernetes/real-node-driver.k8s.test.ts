import { chmodSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { isRigOut, useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { nodeImage } from '../../../../airgap/images/node-image.ts'
import { importImages, RIG_IMAGES } from '../../../../e2e/kubernetes/node/import-images.ts'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { LogLine, RunSpec } from '@fairlead/protocol'
import type { KubernetesDriver } from '../../src/drivers/kubernetes/kubernetes-driver.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { playedSpec } from './test-settings.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun, type OpenDriver } from './open-driver.ts'

vi.setConfig({ testTimeout: 180_000 })

// A kubelet needs root.
describe.skipIf(isRigOut() || process.getuid?.() !== 0)('on nodes where pods truly run', () => {
  let cluster: UsedRigCluster
  let namespace: string
  let opened: OpenDriver

  beforeAll(async () => {
    cluster = await useRigCluster({ realNodes: 2 })
    await addStorage(cluster, 'models')
    const helper = nodeImage({ registry: RIG_IMAGES.registry, tag: '1' })
    await importImages(cluster.rig, [helper])
    namespace = await cluster.makeNamespace({
      prefix: 'real',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    })
    opened = await openDriver({
      kubeconfig: cluster.kubeconfig,
      client: cluster.client,
      namespace,
      stateDir: temporaryFolder(),
      settings: { failAfterMs: 5_000, runAsUser: 65_534, jobApiUrl: 'http://agent.example', helperImage: helper.name },
      options: { output: undefined, usage: undefined } as object,
    })
  })

  afterAll(async () => {
    await opened?.close()
    await cluster?.leave()
  })

  function shell(script: string, overrides: Partial<RunSpec> = {}) {
    const image = RIG_IMAGES.busybox
    return requestFor(
      playedSpec(namespace, {}, { image, command: ['sh', '-c', script], stopGraceSeconds: 2, ...overrides }),
    )
  }

  async function linesOf(
    driver: KubernetesDriver,
    runId: string,
    isFollowing = false,
    tailLines?: number,
  ): Promise<LogLine[]> {
    const lines: LogLine[] = []
    const { signal } = new AbortController()
    const tail = tailLines === undefined ? {} : { tailLines }
    for await (const batch of driver.logs({ runId, isFollowing, batchBytesMax: 4_096, signal, ...tail })) {
      lines.push(...batch.lines)
    }
    return lines
  }

  test('a command runs without root, and its output is followed, kept and forgotten in time', async () => {
    const run = shell(
      'echo "one of $JOB_TYPE as $(id -u)"; sleep 1; echo two; cat $FAIRLEAD_TOKEN_FILE | wc -c; exit 3',
    )
    await opened.driver.start(run)
    const followed = await linesOf(opened.driver, run.runId, true)
    expect(followed.map(({ text }) => text).slice(0, 2)).toEqual(['one of job as 65534', 'two'])
    expect(Number(followed[2]?.text)).toBeGreaterThan(500)
    expect(await untilRun(opened, run, hasEnded)).toMatchObject({
      phase: 'FAILED',
      reason: 'EXIT_NONZERO',
      exitCode: 3,
    })
    expect((await linesOf(opened.driver, run.runId, false, 1)).map(({ text }) => text)).toEqual([followed[2]?.text])
    await opened.driver.forget(run)
    expect(await linesOf(opened.driver, run.runId)).toEqual(followed)
  })

  test('the last words of a run that is stopped are kept', async () => {
    const run = shell('trap "echo bye; exit 0" TERM; echo hi; while true; do sleep 0.1; done')
    await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
    await until(async () => (await linesOf(opened.driver, run.runId)).length > 0, 'it has said something')
    await opened.driver.stop(run, { reason: 'PREEMPTED', message: 'made room', graceMs: 2_000 })
    expect(await untilRun(opened, run, hasEnded)).toMatchObject({ phase: 'CANCELLED', reason: 'PREEMPTED' })
    await opened.driver.forget(run)
    expect((await linesOf(opened.driver, run.runId)).map(({ text }) => text)).toEqual(['hi', 'bye'])
  })

  test('a run that takes more memory than it may is OOM', async () => {
    const run = shell('x=a; while true; do x=$x$x; done', { resources: { cpu: 100, memory: 32 } })
    expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'FAILED', reason: 'OOM', exitCode: 137 })
  })

  test('a command that is not there, and an image that is not there, say so', async () => {
    const wrong = requestFor(playedSpec(namespace, {}, { image: RIG_IMAGES.busybox, command: ['/no-such-command'] }))
    const run = await runUntil(opened, wrong, hasEnded)
    expect(run).toMatchObject({ phase: 'FAILED', reason: 'CONFIG_INVALID' })
    expect(run.message).toMatch(/no-such-command/)
    const missing = requestFor(playedSpec(namespace, {}, { image: 'registry.invalid/no/image:1', command: ['true'] }))
    expect(await runUntil(opened, missing, hasEnded)).toMatchObject({ phase: 'FAILED', reason: 'IMAGE_PULL' })
  })

  test('a secret that is named and not there fails the run as CONFIG_INVALID', async () => {
    const run = shell('true', { env: [{ name: 'KEY', secretRef: { name: 'missing', key: 'k' } }] })
    const seen = await runUntil(opened, run, hasEnded)
    expect(seen).toMatchObject({ phase: 'FAILED', reason: 'CONFIG_INVALID' })
    expect(seen.message).toMatch(/secret "missing" not found/)
  })

  test('replicas find their rank and the first of them by name', async () => {
    const run = shell('echo "$RANK/$WORLD_SIZE $MASTER_ADDR $HOSTNAME"', { replicas: 2 })
    run.spec.workload = { ...run.spec.workload, kind: 'distributed' }
    expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    const texts = (await linesOf(opened.driver, run.runId)).map(({ text }) => text).toSorted()
    expect(texts[0]).toMatch(/^0\/2 (train-\S+-0)\.train-\S+ \1$/)
    expect(texts[1]).toMatch(/^1\/2 train-\S+-0\.train-\S+ train-\S+-1$/)
  })

  test('a connection is tried from where runs would use it, and no value of its secret is told', async () => {
    const listing = '<Contents><Size>30</Size></Contents><Contents><Size>12</Size></Contents>'
    const store = shell(`cd /tmp; echo "${listing}" >lake; httpd -f -p 8080`)
    await runUntil(opened, store, ({ phase }) => phase === 'RUNNING')
    const { core } = cluster.client
    const [pod] = (await core.listNamespacedPod({ namespace, labelSelector: `fairlead.dev/run=${store.runId}` })).items
    const endpoint = `http://${pod?.status?.podIP}:8080`
    const stringData = { AWS_ACCESS_KEY_ID: 'an-id', AWS_SECRET_ACCESS_KEY: 'a-very-secret-key' }
    const secret = `login-${store.runId}`
    await core.createNamespacedSecret({ namespace, body: { metadata: { name: secret }, stringData } })
    const lake = { name: 'lake', type: 's3' as const, readOnly: true }
    const settings = { endpoint, bucket: 'lake' }
    const connection = { ...lake, settings, secret }
    // A pod runs before what is in it listens.
    const report = await until(
      () => opened.driver.testConnection({ namespace, connection }).catch(() => undefined),
      'the store answers',
    )
    expect(report).toEqual({ latencyMs: expect.any(Number), objects: 2, bytes: 42 })
    const wrong = opened.driver.testConnection({
      namespace,
      connection: { ...lake, settings: { endpoint, bucket: 'none' } },
    })
    await expect(wrong).rejects.toThrow(/answered 404/)
    const without = opened.driver.testConnection({
      namespace,
      connection: { ...lake, settings, secret: 'no-such-secret' },
    })
    await expect(without).rejects.toThrow(/secret "no-such-secret" not found/)
    await opened.driver.stop(store, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
  })

  describe('a model cache', () => {
    const cached = (script: string, nodes: string[], storageClass = 'models') => {
      const run = shell(script, { nodes, replicas: nodes.length })
      const volume = { type: 'modelCache' as const, name: 'models', mountPath: '/models', sizeMib: 10, storageClass }
      run.spec.pod = {
        engine: 'auto',
        limits: {},
        imagePullSecrets: [],
        tolerations: [],
        volumes: [volume],
        connections: [],
        ports: [],
        keepSeconds: 0,
      }
      return run
    }

    test('that one node has filled is read on another', async () => {
      const [one = '', other = ''] = cluster.rig.realNodes()
      const fill = cached('echo weights >/models/llm', [one])
      expect(await runUntil(opened, fill, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
      const read = cached('cat /models/llm', [other])
      expect(await runUntil(opened, read, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
      expect((await linesOf(opened.driver, read.runId)).map(({ text }) => text)).toEqual(['weights'])
      const both = cached('cat /models/llm', [one, other])
      expect(await runUntil(opened, both, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    })

    test('on a class for one node is refused to a run on two', async () => {
      const [one = '', other = ''] = cluster.rig.realNodes()
      expect(opened.driver.admit(cached('true', [one, other], 'disk'))).toMatchObject({
        code: 'STORAGE_NOT_SHARED',
        message: expect.stringContaining('the storage class disk is not known to be writable by several nodes'),
      })
    })
  })

  test('usage comes from the kubelet', async () => {
    const run = shell('while true; do :; done', { resources: { cpu: 100, memory: 32 } })
    await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
    const sample = await until(
      async () => {
        const samples = await opened.driver.usage()
        return samples.find(({ key, values }) => key === run.runId && (values.cpu ?? 0) > 0)
      },
      'it is measured',
      90_000,
    )
    expect(sample.values.memory).toBeGreaterThanOrEqual(0)
    expect(opened.driver.cluster()?.metricSources).toContain('kubelet')
    await opened.driver.stop(run, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
    await untilRun(opened, run, hasEnded)
  })
})

/** A storage class whose volume is a folder that all nodes of the rig see, so that it is shared in truth. */
async function addStorage(cluster: UsedRigCluster, name: string): Promise<void> {
  const folder = temporaryFolder()
  chmodSync(folder, 0o777)
  const provisioner = 'kubernetes.io/no-provisioner'
  const annotations = { 'fairlead.dev/shared': 'true' }
  await cluster.client.objects.create({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
    provisioner,
  } as KubernetesObject)
  await cluster.client.core.createPersistentVolume({
    body: {
      metadata: { name },
      spec: {
        capacity: { storage: '10Mi' },
        accessModes: ['ReadWriteMany'],
        storageClassName: name,
        hostPath: { path: folder },
      },
    },
  })
}
