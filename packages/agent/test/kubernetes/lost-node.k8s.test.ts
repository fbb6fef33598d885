import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ownName } from '../../../../e2e/kubernetes/cluster/ring.ts'
import type { RigCluster } from '../../../../e2e/kubernetes/cluster/rig-cluster.ts'
import { startCluster } from '../../../../e2e/kubernetes/cluster/start-cluster.ts'
import { isRigOut } from '../../../../e2e/kubernetes/cluster/use-cluster.ts'
import { addKwokNodes } from '../../../../e2e/kubernetes/kwok/add-kwok-nodes.ts'
import { loseNode } from '../../../../e2e/kubernetes/kwok/lose-node.ts'
import { temporaryFolder } from '../in-process-agent.ts'
import { until } from '../until.ts'
import { hasEnded, openDriver, requestFor, runUntil, type OpenDriver } from './open-driver.ts'
import { playedSpec } from './test-settings.ts'

vi.setConfig({ testTimeout: 240_000 })

describe.skipIf(isRigOut())('a node that falls silent', () => {
  let cluster: RigCluster
  let opened: OpenDriver

  beforeAll(async () => {
    cluster = await startCluster({
      name: ownName('lost'),
      flags: {
        'kube-controller-manager': ['--node-monitor-grace-period=15s', '--node-monitor-period=1s'],
        'kube-apiserver': ['--default-unreachable-toleration-seconds=1'],
      },
    })
    await addKwokNodes(cluster, { count: 2, namePrefix: 'machine' })
    const { kubeconfig, client } = cluster
    opened = await openDriver({ kubeconfig, client, namespace: 'default', stateDir: temporaryFolder() })
  })

  afterAll(async () => {
    await opened?.close()
    await cluster?.stop()
  })

  test('ends its runs as NODE_LOST, a gang as a whole, and an order to end comes to its end', async () => {
    const nodes = ['machine-1', 'machine-2']
    const resources = { cpu: 40_000, memory: 64 }
    const single = requestFor(playedSpec('default', { duration: '600s' }, { nodes: ['machine-1'] }))
    const gang = requestFor(playedSpec('default', { duration: '600s' }, { nodes, replicas: 2, resources }))
    const stopped = requestFor(playedSpec('default', { duration: '600s' }, { nodes: ['machine-1'] }))
    const apart = requestFor(playedSpec('default', { duration: '600s' }, { nodes: ['machine-2'] }))
    for (const run of [single, gang, stopped, apart]) await runUntil(opened, run, ({ phase }) => phase === 'RUNNING')
    await loseNode(cluster, 'machine-1')
    await opened.driver.stop(stopped, { reason: 'USER_CANCEL', message: 'enough', graceMs: 1_000 })
    const find = (run: typeof single) => opened.driver.find(run.runId)[0]
    await until(
      () => [single, gang, stopped].every((run) => hasEnded(find(run) ?? ({ phase: '' } as never))),
      'all have ended',
      150_000,
    )
    expect(find(single)).toMatchObject({ phase: 'FAILED', reason: 'NODE_LOST' })
    expect(find(gang)).toMatchObject({ phase: 'FAILED', reason: 'NODE_LOST' })
    expect(
      find(gang)
        ?.replicas?.map(({ phase }) => phase)
        .toSorted(),
    ).toEqual(['CANCELLED', 'FAILED'])
    expect(find(stopped)).toMatchObject({ phase: 'CANCELLED', reason: 'USER_CANCEL' })
    expect(find(apart)?.phase).toBe('RUNNING')
    expect([...opened.driver.nodes()].find(({ name }) => name === 'machine-1')?.ready).toBe(false)
  })
})
