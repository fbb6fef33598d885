import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { useRigCluster, type UsedRigCluster } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import { startAgent, startPlane, temporaryFolder } from '../in-process-agent.ts'
import { runItem } from '../run-body.ts'
import { until } from '../until.ts'
import { playedSpec } from './test-settings.ts'
import { watchStarts, type Starts } from './watch-starts.ts'

vi.setConfig({ testTimeout: 120_000 })

let cluster: UsedRigCluster
let namespace: string
let starts: Starts

beforeAll(async () => {
  cluster = await useRigCluster()
  namespace = await cluster.makeNamespace({ prefix: 'whole' })
  await addKwokNodes(cluster.rig, { count: 2, namePrefix: namespace })
  starts = await watchStarts(cluster.client, namespace)
})

afterAll(async () => {
  starts?.close()
  await cluster?.leave()
})

function settings(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    driver: 'kubernetes',
    kubeconfig: cluster.kubeconfig,
    namespaces: [namespace],
    namespace,
    identitySecret: 'agent-identity',
    leaseName: 'agent',
    healthPort: 0,
    ...more,
  }
}

test('an agent in a cluster enrols, runs what is wanted, and says what the cluster can do', async () => {
  const plane = await startPlane()
  const agent = await startAgent({ plane, settings: settings({ identitySecret: 'one', leaseName: 'one' }) })
  await until(
    () => plane.session?.of('status.page').some(({ items }) => items.some(({ kind }) => kind === 'cluster')),
    'the cluster is told',
  )
  const item = runItem(playedSpec(namespace, { duration: '500ms' }))
  plane.want([item])
  await until(() => plane.run(item.key)?.phase === 'SUCCEEDED', 'it succeeded')
  expect(plane.phases(item.key)).toEqual(['STARTING', 'RUNNING', 'SUCCEEDED'])
  plane.want([], [{ kind: 'run', key: item.key }])
  const { core } = cluster.client
  const labelSelector = `fairlead.dev/run=${item.key}`
  await until(
    async () => (await core.listNamespacedConfigMap({ namespace, labelSelector })).items.length === 0,
    'it is forgotten',
  )
  await agent.stop()
})

test('of two agents one works; when it stops the other goes on, with the same identity and without a start anew', async () => {
  const plane = await startPlane()
  const lines: string[] = []
  const first = await startAgent({ plane, settings: settings() })
  const item = runItem(playedSpec(namespace, { duration: '600s' }))
  plane.want([item])
  await until(() => plane.run(item.key)?.phase === 'RUNNING', 'it runs')
  const second = startAgent({ plane, settings: settings(), lines, token: 'used-already' })
  await until(() => lines.some((line) => line.includes('another agent leads; this one waits')), 'it waits')
  await first.stop()
  const next = await second
  expect(next.clusterId).toBe(first.clusterId)
  await until(
    () => plane.session?.of('status.page').some(({ items }) => items.some(({ key }) => key === item.key)),
    'it is told',
  )
  expect(plane.run(item.key)?.phase).toBe('RUNNING')
  expect(starts.of(item.key)).toBe(1)
  plane.want([runItem(playedSpec(namespace, {}), { key: item.key, stop: { reason: 'USER_CANCEL', message: '' } })])
  await until(() => plane.run(item.key)?.phase === 'CANCELLED', 'it ended')
  await next.stop()
})

test('what the owner forbids is refused with the line that forbids it', async () => {
  const plane = await startPlane()
  const policyFile = join(temporaryFolder(), 'policy.json')
  writeFileSync(
    policyFile,
    JSON.stringify({ registries: ['registry.example/allowed/'], kinds: ['job'], maxReplicas: null }),
  )
  const agent = await startAgent({
    plane,
    settings: settings({ identitySecret: 'three', leaseName: 'three', policyFile }),
  })
  const item = runItem(playedSpec(namespace, {}))
  plane.want([item])
  const refusal = await until(
    () =>
      plane.session
        ?.of('applied')
        .flatMap(({ failures }) => failures)
        .find(({ key }) => key === item.key),
    'it is refused',
  )
  expect(refusal).toMatchObject({ code: 'POLICY_DENIED', retryable: false })
  expect(refusal.message).toMatch(/registries: registry.example\/allowed\//)
  await agent.stop()
})
