import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { duringOutage } from '../../../../e2e/kubernetes/cluster/during-outage.ts'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import type { RunRequest } from '../../src/drivers/driver.ts'
import { objectName } from '../../src/drivers/kubernetes/render/object-name.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { kubernetesDriver, type TestDriver } from './driver-harness.ts'
import { playedSpec } from './test-settings.ts'
import { DyingApi } from './dying-api.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun } from './open-driver.ts'
import { watchStarts, type Starts } from './watch-starts.ts'

vi.setConfig({ testTimeout: 120_000 })

let cluster: UsedRigCluster
let namespace: string
let starts: Starts

function testDriver(more: Partial<TestDriver> = {}): TestDriver {
  const { kubeconfig, client } = cluster
  return { kubeconfig, client, namespace, stateDir: temporaryFolder(), settings: { clusterId: randomUUID() }, ...more }
}

/** A gang that needs a Service beside its Job. */
function gang(seconds: number): RunRequest {
  const spec = playedSpec(namespace, { duration: `${seconds}s` }, { replicas: 2 })
  return requestFor({ ...spec, workload: { ...spec.workload, kind: 'distributed' } })
}

function selectorOf({ runId }: RunRequest): { namespace: string; labelSelector: string } {
  return { namespace, labelSelector: `fairlead.dev/run=${runId}` }
}

beforeAll(async () => {
  cluster = await useRigCluster()
  namespace = await cluster.makeNamespace({ prefix: 'recovery' })
  await addKwokNodes(cluster.rig, { count: 4, namePrefix: namespace })
  starts = await watchStarts(cluster.client, namespace)
})

afterAll(async () => {
  starts?.close()
  await cluster?.leave()
})

describe.concurrent('an agent that dies between two calls', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('after its change %i leaves one execution of each replica', async (changes) => {
    const { stateDir, ...shared } = testDriver()
    let api: DyingApi | undefined
    const dying = await kubernetesDriver({ ...shared, stateDir, api: (real) => (api = new DyingApi(real, changes)) })
    await dying.open({ onRun: () => undefined, onNode: () => undefined })
    const request = gang(0.3)
    void dying.start(request).catch(() => undefined)
    await until(
      () => api?.isDead === true || dying.find(request.runId).at(-1)?.phase === 'SUCCEEDED',
      'it died, or was done',
    )

    const next = await openDriver({ ...shared, stateDir: temporaryFolder() })
    // As the reconcile loop does: what is wanted and not there is started.
    if (next.driver.find(request.runId).length === 0) await next.driver.start(request)
    expect(await untilRun(next, request, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
    expect(starts.of(request.runId)).toBe(2)
    const { items } = await cluster.client.batch.listNamespacedJob(selectorOf(request))
    expect(items).toHaveLength(1)
  })

  test.each([1, 2, 3, 4])(
    'while it stops a run, after its change %i, has the run stopped for the same reason',
    async (changes) => {
      const { stateDir, ...shared } = testDriver()
      const first = await openDriver({ ...shared, stateDir })
      const request = gang(600)
      await runUntil(first, request, ({ phase }) => phase === 'RUNNING')
      await first.close()
      let api: DyingApi | undefined
      const dying = await kubernetesDriver({ ...shared, stateDir, api: (real) => (api = new DyingApi(real, changes)) })
      await dying.open({ onRun: () => undefined, onNode: () => undefined })
      void dying.stop(request, { reason: 'SUSPENDED', message: 'paused', graceMs: 0 }).catch(() => undefined)
      await until(() => api?.isDead, 'it died')
      const next = await openDriver({ ...shared, stateDir: temporaryFolder() })
      expect(await untilRun(next, request, hasEnded)).toMatchObject({
        phase: 'CANCELLED',
        reason: 'SUSPENDED',
        message: 'paused',
      })
    },
  )

  test.each([1, 2, 3])('while it forgets a run, after its change %i, has nothing of it left', async (changes) => {
    const { stateDir, ...shared } = testDriver()
    const first = await openDriver({ ...shared, stateDir })
    const request = gang(0.1)
    await runUntil(first, request, hasEnded)
    await first.close()
    let api: DyingApi | undefined
    const dying = await kubernetesDriver({ ...shared, stateDir, api: (real) => (api = new DyingApi(real, changes)) })
    await dying.open({ onRun: () => undefined, onNode: () => undefined })
    void dying.forget(request).catch(() => undefined)
    await until(() => api?.isDead, 'it died')
    const next = await openDriver({ ...shared, stateDir: temporaryFolder() })
    for (const run of next.driver.find(request.runId)) await next.driver.forget(run)
    expect(next.driver.find(request.runId)).toEqual([])
    const { core, batch } = cluster.client
    expect((await core.listNamespacedService(selectorOf(request))).items).toEqual([])
    expect((await core.listNamespacedConfigMap(selectorOf(request))).items).toEqual([])
    const jobs = (await batch.listNamespacedJob(selectorOf(request))).items
    expect(jobs.every(({ spec }) => spec?.ttlSecondsAfterFinished === 300)).toBe(true)
  })
})

describe.concurrent('what somebody does by hand', () => {
  test('a Service or a record that is deleted comes back, and the run goes on', async () => {
    const opened = await openDriver(testDriver())
    const request = gang(600)
    await runUntil(opened, request, ({ phase }) => phase === 'RUNNING')
    const { core } = cluster.client
    for (const { metadata } of (await core.listNamespacedService(selectorOf(request))).items) {
      await core.deleteNamespacedService({ namespace, name: metadata?.name ?? '' })
    }
    await until(async () => (await core.listNamespacedService(selectorOf(request))).items.length === 1, 'it is back')
    for (const { metadata } of (await core.listNamespacedConfigMap(selectorOf(request))).items) {
      await core.deleteNamespacedConfigMap({ namespace, name: metadata?.name ?? '' })
    }
    await until(async () => (await core.listNamespacedConfigMap(selectorOf(request))).items.length === 1, 'it is back')
    expect(opened.driver.find(request.runId)[0]?.phase).toBe('RUNNING')
    expect(starts.of(request.runId)).toBe(2)
  })

  test('a Job that is deleted is a run that failed, also when the agent was away', async () => {
    for (const isAway of [false, true]) {
      const { stateDir, ...shared } = testDriver()
      const opened = await openDriver({ ...shared, stateDir })
      const request = gang(600)
      await runUntil(opened, request, ({ phase }) => phase === 'RUNNING')
      if (isAway) await opened.close()
      const { batch } = cluster.client
      for (const { metadata } of (await batch.listNamespacedJob(selectorOf(request))).items) {
        await batch.deleteNamespacedJob({ namespace, name: metadata?.name ?? '', propagationPolicy: 'Background' })
      }
      const now = isAway ? await openDriver({ ...shared, stateDir: temporaryFolder() }) : opened
      const run = await untilRun(now, request, hasEnded)
      expect(run).toMatchObject({
        phase: 'FAILED',
        reason: isAway ? 'INTERNAL' : expect.stringMatching(/INTERNAL|EVICTED/),
      })
      expect(run.message).toMatch(/deleted, and not by Fairlead/)
    }
  })

  test('a pod that is deleted fails its run as EVICTED', async () => {
    const opened = await openDriver(testDriver())
    const request = requestFor(playedSpec(namespace, { duration: '600s' }))
    await runUntil(opened, request, ({ phase }) => phase === 'RUNNING')
    const [pod] = (await cluster.client.core.listNamespacedPod(selectorOf(request))).items
    await cluster.client.core.deleteNamespacedPod({ namespace, name: pod?.metadata?.name ?? '' })
    expect(await untilRun(opened, request, hasEnded)).toMatchObject({ phase: 'FAILED', reason: 'EVICTED' })
    expect(starts.of(request.runId)).toBe(1)
  })

  test('an object of somebody else under our name is a refusal and stays as it is', async () => {
    const opened = await openDriver(testDriver())
    const request = gang(1)
    const name = objectName(request)
    const body = { metadata: { name, labels: { app: 'theirs' } }, spec: { ports: [{ port: 80 }] } }
    await cluster.client.core.createNamespacedService({ namespace, body })
    await expect(opened.driver.start(request)).rejects.toThrow(/not of this run/)
    const service = await cluster.client.core.readNamespacedService({ namespace, name })
    expect(service.metadata?.labels).toEqual({ app: 'theirs' })
  })

  test('runs of another agent in the same namespace are neither seen nor touched', async () => {
    const one = await openDriver(testDriver())
    const other = await openDriver(testDriver())
    const request = requestFor(playedSpec(namespace, { duration: '600s' }))
    await runUntil(one, request, ({ phase }) => phase === 'RUNNING')
    expect([...other.driver.runs()]).toEqual([])
    await other.driver.stop(request, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
    await other.driver.forget(request)
    expect(one.driver.find(request.runId)[0]?.phase).toBe('RUNNING')
  })
})

test('an agent that lost all of its own finds everything again and starts nothing anew', async () => {
  const { stateDir, ...shared } = testDriver()
  const first = await openDriver({ ...shared, stateDir })
  const requests = [gang(600), gang(600), requestFor(playedSpec(namespace, { duration: '600s' }))]
  for (const request of requests) await runUntil(first, request, ({ phase }) => phase === 'RUNNING')
  await first.close()
  const second = await openDriver({ ...shared, stateDir: temporaryFolder() })
  for (const request of requests) {
    expect(second.driver.find(request.runId)).toMatchObject([{ phase: 'RUNNING', generation: 1 }])
    await second.driver.start(request)
  }
  await wait(500)
  expect(requests.map(({ runId }) => starts.of(runId))).toEqual([2, 2, 1])
})

test.each(['refusing', 'hanging'] as const)(
  'an API that is %s for a while changes nothing that is told, and then the truth is',
  async (outage) => {
    const opened = await openDriver(testDriver())
    const request = requestFor(playedSpec(namespace, { duration: '6s' }))
    await runUntil(opened, request, ({ phase }) => phase === 'RUNNING')
    const before = opened.seen.length
    await duringOutage(cluster.rig, outage, async () => {
      await wait(2_000)
      expect(opened.seen.slice(before)).toEqual([])
      expect(opened.driver.observeAgeMs()).toBeGreaterThan(1_000)
    })
    await until(() => opened.driver.find(request.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded').catch(() =>
      until(() => opened.driver.find(request.runId)[0]?.phase === 'SUCCEEDED', 'it succeeded'),
    )
    expect(starts.of(request.runId)).toBe(1)
  },
)
