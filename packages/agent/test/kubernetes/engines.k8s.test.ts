import type { V1JobSpec } from '@kubernetes/client-node'
import { ApiextensionsV1Api, CustomObjectsApi } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { statusOf } from '../../../../e2e/kubernetes/cluster/kube-client.ts'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import type { RunRequest } from '../../src/drivers/driver.ts'
import { fastClock } from '../fast-clock.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { hasEnded, openDriver, requestFor, untilRun } from './open-driver.ts'
import { playedSpec } from './test-settings.ts'

vi.setConfig({ testTimeout: 120_000 })

const JOBSETS = { group: 'jobset.x-k8s.io', version: 'v1alpha2', plural: 'jobsets' }

let cluster: UsedRigCluster
let namespace: string

beforeAll(async () => {
  cluster = await useRigCluster()
  namespace = await cluster.makeNamespace({ prefix: 'engines' })
  await addKwokNodes(cluster.rig, { count: 2, namePrefix: namespace })
})

afterAll(async () => {
  if (cluster !== undefined) await removeJobSet()
  await cluster?.leave()
})

async function removeJobSet(): Promise<void> {
  const api = cluster.client.config.makeApiClient(ApiextensionsV1Api)
  await api.deleteCustomResourceDefinition({ name: `${JOBSETS.plural}.${JOBSETS.group}` }).catch(() => undefined)
  const objects = cluster.client.config.makeApiClient(CustomObjectsApi)
  const isServed = () =>
    objects.listNamespacedCustomObject({ ...JOBSETS, namespace }).then(
      () => true,
      (error: unknown) => statusOf(error) !== 404,
    )
  await until(async () => !(await isServed()), 'JobSet is no longer served')
}

/** JobSet's API without its controller, which the test plays. */
async function installJobSet(): Promise<void> {
  const { group, version, plural } = JOBSETS
  const api = cluster.client.config.makeApiClient(ApiextensionsV1Api)
  const schema = { openAPIV3Schema: { type: 'object', x_kubernetes_preserve_unknown_fields: true } }
  await api.createCustomResourceDefinition({
    body: {
      metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' } },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural, singular: 'jobset', kind: 'JobSet' },
        versions: [{ name: version, served: true, storage: true, schema }],
      },
    },
  })
  const objects = cluster.client.config.makeApiClient(CustomObjectsApi)
  await until(
    () => objects.listNamespacedCustomObject({ ...JOBSETS, namespace }).catch(() => undefined),
    'JobSet is served',
  )
}

function gang(): RunRequest {
  const spec = playedSpec(namespace, { duration: '300ms' }, { replicas: 2 })
  return requestFor({ ...spec, workload: { ...spec.workload, kind: 'distributed' } })
}

test('a controller that comes while the agent runs is noticed, told and used, and one that goes is not missed', async () => {
  const { kubeconfig, client } = cluster
  const options = { clock: fastClock(60) }
  const opened = await openDriver({ kubeconfig, client, namespace, stateDir: temporaryFolder(), options })
  expect(opened.driver.cluster()?.apis).toEqual([])
  await installJobSet()
  await until(() => opened.clusters.at(-1)?.apis.some(({ name }) => name === 'jobsets.jobset.x-k8s.io'), 'it is told')
  const first = gang()
  await opened.driver.start(first)
  const objects = client.config.makeApiClient(CustomObjectsApi)
  const { items } = (await objects.listNamespacedCustomObject({ ...JOBSETS, namespace })) as { items: unknown[] }
  expect(items).toHaveLength(1)
  await removeJobSet()
  const second = gang()
  await opened.driver.start(second)
  expect(await untilRun(opened, second, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
  expect(await untilRun(opened, first, hasEnded)).toMatchObject({ phase: 'FAILED' })
  await until(() => opened.clusters.at(-1)?.apis.length === 0, 'that is told, too')
  await opened.close()
})

test('with JobSet installed a gang becomes a JobSet, held until it is on record, and ends as any other', async () => {
  await installJobSet()
  const { kubeconfig, client } = cluster
  const opened = await openDriver({ kubeconfig, client, namespace, stateDir: temporaryFolder() })
  expect(opened.driver.cluster()?.apis).toContainEqual({ name: 'jobsets.jobset.x-k8s.io', versions: ['v1alpha2'] })
  const request = gang()
  await opened.driver.start(request)
  const objects = client.config.makeApiClient(CustomObjectsApi)
  type JobSet = {
    metadata: { name: string }
    spec: { suspend: boolean; replicatedJobs: { template: { spec: V1JobSpec } }[] }
  }
  const jobSet = await until(async () => {
    const { items } = (await objects.listNamespacedCustomObject({ ...JOBSETS, namespace })) as { items: JobSet[] }
    return items.find((item) => !item.spec.suspend)
  }, 'it is let go')
  const [job] = jobSet.spec.replicatedJobs
  const body = { metadata: { name: `${jobSet.metadata.name}-main-0` }, spec: job?.template.spec ?? { template: {} } }
  await client.batch.createNamespacedJob({ namespace, body })
  expect(await untilRun(opened, request, hasEnded)).toMatchObject({ phase: 'SUCCEEDED', exitCode: 0 })
  await opened.driver.forget(request)
  const gone = objects.getNamespacedCustomObject({ ...JOBSETS, namespace, name: jobSet.metadata.name })
  await expect(gone.catch(statusOf)).resolves.toBe(404)
})
