import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { chartFolder, helm, valuesFile } from '../../../../charts/test/helm.ts'
import { kubeconfigWithRights } from '../../../../e2e/kubernetes/cluster/kubeconfig-with-rights.ts'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import { readConfig } from '../../src/config.ts'
import { settingsOf } from '../../src/drivers/kubernetes/create-kubernetes-driver.ts'
import type { KubernetesSettings } from '../../src/drivers/kubernetes/kubernetes-settings.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { hasEnded, openDriver, requestFor, runUntil, untilRun, type OpenDriver } from './open-driver.ts'
import { playedSpec } from './test-settings.ts'

vi.setConfig({ testTimeout: 120_000 })

const chart = 'fairlead-agent'
const stateDir = temporaryFolder()
const made: string[] = []
let cluster: UsedRigCluster
/** Where the agent itself lives. */
let home: string
let project: string
let kubeconfig: string
let settings: Pick<KubernetesSettings, 'namespaces' | 'newNamespaces'>
let opened: OpenDriver

beforeAll(async () => {
  cluster = await useRigCluster()
  home = await cluster.makeNamespace({ prefix: 'new' })
  project = await cluster.makeNamespace({ prefix: 'given' })
  await addKwokNodes(cluster.rig, { count: 2, namePrefix: home })
  const sets = [`projectNamespaces={${project}}`, `policy.namespaces={${project},${home}-*}`]
  const values = ['-f', valuesFile({ chart, name: 'everything' }), ...sets.flatMap((set) => ['--set', set])]
  const where = ['-n', home, '--kubeconfig', cluster.kubeconfig]
  await helm('install', chart, chartFolder(chart), ...where, ...values, '--no-hooks')
  kubeconfig = await kubeconfigWithRights(cluster, { name: chart, namespace: home })
  settings = await installedSettings()
  opened = await open()
})

afterAll(async () => {
  await opened?.close()
  if (home !== undefined) await helm('uninstall', chart, '-n', home, '--kubeconfig', cluster.kubeconfig)
  for (const name of made) await cluster.client.core.deleteNamespace({ name }).catch(() => undefined)
  await cluster?.leave()
})

/** What the chart tells the agent about namespaces. */
async function installedSettings(): Promise<typeof settings> {
  const { spec } = await cluster.client.apps.readNamespacedDeployment({ name: chart, namespace: home })
  const variables = spec?.template.spec?.containers[0]?.env ?? []
  const env = Object.fromEntries(variables.map(({ name, value }) => [name, value]))
  const read = await readConfig([], { ...env, FAIRLEAD_AGENT_POLICY_FILE: undefined }, '')
  if (read.kind !== 'run') throw new Error(read.text)
  const { namespaces, newNamespaces } = settingsOf(read.config, 'any')
  return { namespaces, newNamespaces }
}

function open(): Promise<OpenDriver> {
  return openDriver({ kubeconfig, client: cluster.client, namespace: project, stateDir, settings })
}

function newName(suffix: string): string {
  made.push(`${home}-${suffix}`)
  return `${home}-${suffix}`
}

test('a run of a new project gets a namespace with exactly the labels of the settings, and runs there', async () => {
  const name = newName('first')
  const run = requestFor(playedSpec(name, { duration: '300ms' }))
  const other = requestFor(playedSpec(name, { duration: '300ms' }))
  await Promise.all([opened.driver.start(run), opened.driver.start(other)])
  expect(await untilRun(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
  expect(await untilRun(opened, other, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
  const { metadata } = await cluster.client.core.readNamespace({ name })
  const { 'kubernetes.io/metadata.name': _own, ...labels } = metadata?.labels ?? {}
  expect(labels).toEqual(settings.newNamespaces?.labels)
  expect(labels).toMatchObject({ 'fairlead.dev/agent': `${home}.fairlead-agent` })
})

test('a project that was there before needs none', async () => {
  const run = requestFor(playedSpec(project, { duration: '300ms' }))
  expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
})

test('an agent that has lost its memory finds its namespaces and what runs there', async () => {
  const run = requestFor(playedSpec(newName('found'), { duration: '10m' }))
  await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
  await opened.close()
  opened = await open()
  expect(opened.driver.find(run.runId)).toMatchObject([{ phase: 'RUNNING' }])
  await opened.driver.stop(run, { reason: 'USER_CANCEL', message: '', graceMs: 0 })
  expect(await untilRun(opened, run, hasEnded)).toMatchObject({ phase: 'CANCELLED' })
})

test('a namespace that somebody deleted ends what ran in it, and is made again for the next run', async () => {
  const name = newName('again')
  const lost = requestFor(playedSpec(name, { duration: '10m' }))
  await runUntil(opened, lost, ({ phase }) => phase === 'RUNNING')
  const { core } = cluster.client
  await core.deleteNamespace({ name })
  await core.deleteCollectionNamespacedPod({ namespace: name, gracePeriodSeconds: 0 })
  await until(
    () =>
      core.readNamespace({ name }).then(
        () => false,
        () => true,
      ),
    'it is gone',
    60_000,
  )
  expect(await untilRun(opened, lost, hasEnded)).toMatchObject({ phase: 'FAILED' })
  const run = requestFor(playedSpec(name, { duration: '300ms' }))
  expect(await runUntil(opened, run, hasEnded)).toMatchObject({ phase: 'SUCCEEDED' })
})

test('a namespace of somebody else is not taken, and one that the policy does not name is not made', async () => {
  const name = newName('foreign')
  await cluster.client.core.createNamespace({ body: { metadata: { name } } })
  const code = (namespace: string) =>
    opened.driver.start(requestFor(playedSpec(namespace, {}))).catch((error: Error) => error)
  expect(await code(name)).toMatchObject({ refusal: { code: 'RIGHT_MISSING', retryable: true } })
  expect(await code(`else-${home}`)).toMatchObject({ refusal: { code: 'POLICY_DENIED', retryable: false } })
})

test('without the role a missing namespace is a refusal that says how to make it', async () => {
  const name = `${project}-none`
  const driver = {
    kubeconfig: cluster.kubeconfig,
    client: cluster.client,
    namespace: name,
    stateDir: temporaryFolder(),
  }
  const without = await openDriver(driver)
  const refusal = without.driver.start(requestFor(playedSpec(name, {})))
  await expect(refusal).rejects.toMatchObject({ refusal: { code: 'NAMESPACE_MISSING', retryable: true } })
  await expect(refusal).rejects.toThrow(`kubectl create namespace ${name}`)
})
