import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasPhase, untilPod } from './cluster/until-pod.ts'
import { isRigOut, useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { addKwokNodes } from './kwok/add-kwok-nodes.ts'
import type { NodeShapeName } from './kwok/node-shapes.ts'

describe.skipIf(isRigOut())('simulated nodes with accelerators', () => {
  let cluster: UsedRigCluster
  let namespace: string

  beforeAll(async () => {
    cluster = await useRigCluster()
    namespace = await cluster.makeNamespace()
  })

  afterAll(() => cluster?.leave())

  async function ask(name: string, resource: string, number: number): Promise<void> {
    const resources = { limits: { [resource]: String(number) } }
    const containers = [{ name: 'main', image: 'none', resources }]
    await cluster.client.core.createNamespacedPod({ namespace, body: { metadata: { name }, spec: { containers } } })
  }

  function seen(name: string, what: string, isSo: (pod: V1Pod) => boolean) {
    return untilPod(cluster.client, { name, namespace }, what, isSo)
  }

  test.each<[NodeShapeName, string, number, Record<string, string>]>([
    ['nvidia-h100', 'nvidia.com/gpu', 8, { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' }],
    ['nvidia-h100-mig', 'nvidia.com/mig-1g.10gb', 7, { 'nvidia.com/mig.strategy': 'mixed' }],
    ['amd-mi300x', 'amd.com/gpu', 8, { 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' }],
    ['intel-gaudi3', 'habana.ai/gaudi', 8, { 'feature.node.kubernetes.io/pci-1da3.present': 'true' }],
  ])('a node of shape %s gives out its %s, and no more than it has', async (shape, resource, number, labels) => {
    const [node = ''] = await addKwokNodes(cluster.rig, { count: 1, shape })
    const { metadata, status } = await cluster.client.core.readNode({ name: node })
    expect(status?.allocatable?.[resource]).toBe(String(number))
    expect(metadata?.labels).toMatchObject(labels)
    await ask(`${shape}-all`, resource, number)
    expect((await seen(`${shape}-all`, 'running', hasPhase('Running'))).spec?.nodeName).toBe(node)
    await ask(`${shape}-more`, resource, 1)
    const waiting = await seen(`${shape}-more`, 'refused', ({ status }) =>
      Boolean(status?.conditions?.some(({ reason }) => reason === 'Unschedulable')),
    )
    expect(waiting.status?.conditions?.[0]?.message).toContain(`Insufficient ${resource}`)
  })
})
