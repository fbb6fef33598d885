import { kubeClient, statusOf, type KubeClient } from '@fairlead/rig/cluster/kube-client'
import { kubeconfigWithRights } from '@fairlead/rig/cluster/kubeconfig-with-rights'
import { useCluster, type UsedCluster } from '@fairlead/rig/cluster/use-cluster'
import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { casesOf, chartFolder, helm, render, valuesFile } from './helm.ts'
import { kubectl } from './kubectl.ts'
import { podOf, type Manifest } from './manifest.ts'

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' }
/** Kinds that a stock Kubernetes lacks. */
const FOREIGN = new Set(['Route', 'ServiceMonitor'])

let cluster: UsedCluster
let home: string
let project: string
/** A namespace with nothing in it. */
let empty: string
/** The API as the agent may use it. */
let agent: KubeClient

beforeAll(async () => {
  cluster = await useCluster()
  home = await cluster.makeNamespace({ prefix: 'agent', labels: RESTRICTED })
  project = await cluster.makeNamespace({ prefix: 'project' })
  empty = await cluster.makeNamespace({ prefix: 'empty', labels: RESTRICTED })
  const allowed = `policy.namespaces={${project},${home}-*}`
  await install('fairlead-agent', 'everything', home, `projectNamespaces={${project}}`, allowed)
  agent = kubeClient(await kubeconfigWithRights(cluster, { name: 'fairlead-agent', namespace: home }))
})

afterAll(async () => {
  if (home !== undefined) await helm('uninstall', 'fairlead-agent', '-n', home, '--kubeconfig', cluster.kubeconfig)
  await cluster?.leave()
})

async function install(chart: 'fairlead' | 'fairlead-agent', name: string, namespace: string, ...sets: string[]) {
  const values = ['-f', valuesFile({ chart, name }), ...sets.flatMap((set) => ['--set', set])]
  const where = ['-n', namespace, '--kubeconfig', cluster.kubeconfig]
  await helm('install', chart, chartFolder(chart), ...where, ...values, '--no-hooks')
}

describe.each(casesOf())('of $chart with the values "$name"', (which) => {
  test('the API server knows every object and every field', async () => {
    // Pods need the account that they name to be there; they are for the next test.
    const objects = (await render(which)).filter(({ kind }) => !FOREIGN.has(kind) && kind !== 'Pod').map(moved)
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
    await kubectl(cluster.kubeconfig, ['create', '--dry-run=server', '--validate=strict', '-f', '-'], list)
  })

  test('the API server lets every pod into a namespace of level restricted', async () => {
    for (const pod of (await render(which)).map(podOf).filter((pod) => pod !== undefined)) {
      const spec = { ...pod, serviceAccountName: 'default' }
      const body = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'try-' }, spec } as object
      await cluster.client.core.createNamespacedPod({ namespace: empty, body, dryRun: 'All' })
    }
  })
})

test('both charts make pods in a namespace of level restricted', async () => {
  const control = await cluster.makeNamespace({ prefix: 'control', labels: RESTRICTED })
  await install('fairlead', 'default', control)
  for (const namespace of [control, home])
    await until(
      `there is a pod in ${namespace}`,
      async () => (await cluster.client.core.listNamespacedPod({ namespace })).items.length > 0 || undefined,
      60_000,
    )
})

test('the agent works in its projects and nowhere else', async () => {
  const { core, batch } = agent
  await core.listNode()
  await core.listNamespacedPod({ namespace: project })
  await core.readNamespace({ name: 'kube-system' })
  const job = { metadata: { name: 'try' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [] } } } }
  const refusals = [
    core.readNamespacedPod({ namespace: home, name: 'any' }),
    core.deleteNamespacedPod({ namespace: 'default', name: 'any' }),
    core.readNamespacedPodLog({ namespace: 'default', name: 'any' }),
    batch.listNamespacedJob({ namespace: 'default' }),
    core.listNamespacedSecret({ namespace: home }),
    core.listNamespacedSecret({ namespace: project }),
    core.readNamespacedSecret({ namespace: project, name: 'other' }),
    core.listNamespacedConfigMap({ namespace: home }),
    core.readNamespacedConfigMap({ namespace: home, name: 'fairlead-agent-policy' }),
    core.patchNamespacedConfigMap({ namespace: home, name: 'fairlead-agent-policy', body: [] }),
    batch.createNamespacedJob({ namespace: home, body: job }),
    core.deleteNode({ name: 'any' }),
  ]
  for (const answer of await Promise.allSettled(refusals))
    expect(answer.status === 'rejected' ? statusOf(answer.reason) : answer.status).toBe(403)
})

test('the agent keeps its key in the one Secret that it may read', async () => {
  const secret = { metadata: { name: 'fairlead-agent-identity' }, stringData: { key: 'one' } }
  await agent.core.createNamespacedSecret({ namespace: home, body: secret })
  const read = await agent.core.readNamespacedSecret({ namespace: home, name: 'fairlead-agent-identity' })
  await agent.core.replaceNamespacedSecret({ namespace: home, name: 'fairlead-agent-identity', body: read })
  const other = agent.core.readNamespacedSecret({ namespace: home, name: 'fairlead-join-token' })
  expect(await other.catch(statusOf)).toBe(403)
})

describe('the agent, of its own Deployment', () => {
  const digest = `sha256:${'d'.repeat(64)}`
  const patch = (change: object, name = 'fairlead-agent') =>
    agent.objects.patch(
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: home }, ...change } as KubernetesObject,
      undefined,
      'All',
      undefined,
      undefined,
      PatchStrategy.StrategicMergePatch,
    )
  const pod = (spec: object) => patch({ spec: { template: { spec } } })
  let image: string
  let repository: string

  beforeAll(async () => {
    const deployment = await agent.objects.read<
      KubernetesObject & { spec: { template: { spec: { containers: { image: string }[] } } } }
    >({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'fairlead-agent', namespace: home },
    })
    image = deployment.spec.template.spec.containers[0]?.image ?? ''
    repository = image.replace(/[:@][^/]*$/, '')
    await until(
      'the admission policy is in force',
      async () =>
        (await pod({ hostNetwork: true }).catch((error: Error) => error.message.includes('nothing of its pod'))) ===
          true || undefined,
      60_000,
    )
  })

  test('puts another digest of its image in, notes it down, and puts the old one back', async () => {
    await pod({ containers: [{ name: 'agent', image: `${repository}@${digest}` }] })
    await pod({ containers: [{ name: 'agent', image, env: [{ name: 'FAIRLEAD_AGENT_IMAGE', value: image }] }] })
    await patch({
      metadata: { name: 'fairlead-agent', namespace: home, annotations: { 'fairlead.dev/upgrade': '{}' } },
    })
    await patch({ spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } } })
  })

  test.each([
    [
      'another program',
      () => pod({ containers: [{ name: 'agent', image: `evil.example/x@${digest}` }] }),
      'another digest of',
    ],
    ['a tag', () => pod({ containers: [{ name: 'agent', image: `${repository}:other` }] }), 'another digest of'],
    [
      'a second container',
      () => pod({ containers: [{ name: 'more', image: `${repository}@${digest}` }] }),
      'another digest of',
    ],
    ['the network of its host', () => pod({ hostNetwork: true }), 'nothing of its pod'],
    ['a Secret', () => pod({ volumes: [{ name: 'more', secret: { secretName: 'any' } }] }), 'nothing of its pod'],
    ['more replicas', () => patch({ spec: { replicas: 5 } }), 'nothing of its pod'],
    ['another command', () => pod({ containers: [{ name: 'agent', command: ['sh'] }] }), 'nothing of its container'],
    [
      'a variable',
      () => pod({ containers: [{ name: 'agent', env: [{ name: 'X', value: 'y' }] }] }),
      'nothing of its container',
    ],
  ])('does not put %s in', async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message)
  })

  test('touches no other', async () => {
    expect(await patch({ spec: { replicas: 0 } }, 'fairlead').catch(statusOf)).toBe(403)
  })
})

describe('an agent that may make namespaces', () => {
  const label = () => ({ 'fairlead.dev/agent': `${home}.fairlead-agent` })
  const labels = () => ({ ...label(), 'pod-security.kubernetes.io/enforce': 'baseline' })
  const makeNamespace = (name: string, with_: Record<string, string>) =>
    agent.core.createNamespace({ body: { metadata: { name, labels: with_ } }, dryRun: 'All' })
  const bind = (namespace: string, role = `${home}.fairlead-agent.project`, account = 'fairlead-agent') =>
    agent.rbac.createNamespacedRoleBinding({
      namespace,
      body: {
        metadata: { name: 'fairlead-agent' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace: home }],
      },
    })

  beforeAll(async () => {
    await until(
      'the admission policies are in force',
      async () =>
        (await makeNamespace('elsewhere', labels()).catch((error: Error) => error.message.includes('denied'))) ===
          true || undefined,
      60_000,
    )
  })

  afterAll(async () => {
    await cluster.client.core.deleteNamespace({ name: `${home}-new` })
  })

  test('makes those that its policy names, and can work in them', async () => {
    const name = `${home}-new`
    await agent.core.createNamespace({ body: { metadata: { name, labels: labels() } } })
    expect(await agent.batch.listNamespacedJob({ namespace: name }).catch(statusOf)).toBe(403)
    await bind(name)
    await until(
      'the binding is in force',
      async () => (await agent.batch.listNamespacedJob({ namespace: name }).catch(() => undefined)) && true,
      30_000,
    )
  })

  test.each([
    ['of another name', () => makeNamespace('kube-elsewhere', labels())],
    ['that begins with a name from the policy', () => makeNamespace(`${project}-more`, labels())],
    ['without its label', () => makeNamespace(`${home}-a`, { 'pod-security.kubernetes.io/enforce': 'baseline' })],
    ['without a level', () => makeNamespace(`${home}-a`, label())],
    [
      'of another level',
      () => makeNamespace(`${home}-a`, { ...label(), 'pod-security.kubernetes.io/enforce': 'privileged' }),
    ],
  ])('makes none %s', async (_, attempt) => {
    await expect(attempt()).rejects.toThrow('denied request')
  })

  test.each([
    ['to itself where it did not make the namespace', () => bind('kube-system'), 'only hand itself rights in'],
    ['to itself in a project that it did not make', () => bind(project), 'only hand itself rights in'],
    ['to another account', () => bind(`${home}-new`, undefined, 'default'), 'hand rights to nobody but itself'],
    ['of another role', () => bind(`${home}-new`, 'cluster-admin'), 'attempting to grant RBAC permissions'],
  ])('hands on no right %s', async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message)
  })

  test('cannot take the label to a namespace that is there', async () => {
    const body = [{ op: 'add', path: '/metadata/labels/fairlead.dev~1agent', value: `${home}.fairlead-agent` }]
    expect(await agent.core.patchNamespace({ name: project, body }).catch(statusOf)).toBe(403)
  })
})

/** The object in a namespace that is there. */
function moved(object: Manifest): Manifest {
  const { namespace, ...metadata } = object.metadata
  return namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: empty } }
}
