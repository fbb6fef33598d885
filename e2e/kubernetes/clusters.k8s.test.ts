import { VersionApi } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../tools/processes/child.ts'
import { duringOutage } from './cluster/during-outage.ts'
import { givenKubeconfig } from './cluster/given-cluster.ts'
import { kubeClient, statusOf } from './cluster/kube-client.ts'
import { kubeconfigWithRights, rolesIn } from './cluster/kubeconfig-with-rights.ts'
import { useRigCluster, type UsedRigCluster } from './cluster/use-cluster.ts'
import { addKwokNodes } from './kwok/add-kwok-nodes.ts'
import { KUBERNETES_VERSIONS, type KubernetesRelease } from './programs/catalog.ts'

const RELEASES = ['newest', 'oldest'] as const

describe.skipIf(givenKubeconfig() !== undefined)('clusters of the rig', () => {
  const used = {} as Record<KubernetesRelease, UsedRigCluster>

  beforeAll(async () => {
    for (const release of RELEASES) used[release] = await useRigCluster({ release })
  })

  afterAll(async () => {
    for (const cluster of Object.values(used)) await cluster.leave()
  })

  test.each(RELEASES)('the %s version is up, beside the other', async (release) => {
    const { gitVersion } = await used[release].client.config.makeApiClient(VersionApi).getCode()
    expect(gitVersion).toBe(`v${KUBERNETES_VERSIONS[release]}`)
  })

  test.each(RELEASES)('a job of 50 pods on simulated GPU nodes of the %s version succeeds', async (release) => {
    const { rig, client } = used[release]
    const namespace = await used[release].makeNamespace()
    const names = await addKwokNodes(rig, { count: 8, shape: 'nvidia-h100', labels: { rack: 'r1' } })
    expect(names).toHaveLength(8)
    const container = { name: 'main', image: 'none', resources: { limits: { 'nvidia.com/gpu': '1' } } }
    await client.batch.createNamespacedJob({
      namespace,
      body: {
        metadata: { name: 'fifty' },
        spec: {
          completionMode: 'Indexed',
          completions: 50,
          parallelism: 50,
          template: {
            metadata: { annotations: { 'fairlead.dev/simulated-duration': '200ms' } },
            spec: { restartPolicy: 'Never', nodeSelector: { rack: 'r1' }, containers: [container] },
          },
        },
      },
    })
    await until(
      'all pods have succeeded',
      async () => {
        const { status } = await client.batch.readNamespacedJob({ namespace, name: 'fifty' })
        return status?.succeeded === 50 && status.completionTime ? true : undefined
      },
      60_000,
    )
  })

  test('a kubeconfig has the rights of its manifests and no other', async () => {
    const kubeconfig = await kubeconfigWithRights(used.newest, {
      name: 'reader',
      namespace: 'tools',
      roles: rolesIn(`
kind: ClusterRole
metadata: {name: nodes}
rules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]
---
kind: ServiceAccount
metadata: {name: ignored}
---
kind: Role
metadata: {name: jobs, namespace: work}
rules: [{apiGroups: [batch], resources: [jobs], verbs: [list]}]
`),
    })
    const { core, batch } = kubeClient(kubeconfig)
    await core.listNode()
    await batch.listNamespacedJob({ namespace: 'work' })
    const refused = [
      core.listPodForAllNamespaces(),
      core.readNode({ name: 'any' }),
      batch.listNamespacedJob({ namespace: 'default' }),
      core.listNamespacedSecret({ namespace: 'work' }),
    ]
    for (const call of await Promise.allSettled(refused))
      expect(call.status === 'rejected' ? statusOf(call.reason) : call.status).toBe(403)
  })

  test('during an outage the API refuses, and afterwards it knows what it knew', async () => {
    const { rig, client, makeNamespace } = used.oldest
    const name = await makeNamespace()
    await duringOutage(rig, 'refusing', () =>
      expect(client.core.listNamespace()).rejects.toHaveProperty(
        'cause.code',
        expect.stringMatching(/ECONNREFUSED|ECONNRESET/),
      ),
    )
    await client.core.readNamespace({ name })
  })

  test('an API that hangs answers calls when it goes on', async () => {
    const { rig, client } = used.oldest
    const late = await duringOutage(rig, 'hanging', async () => {
      const call = client.core.listNamespace().then(() => 'answered')
      const first = await Promise.race([call, new Promise((resolve) => setTimeout(resolve, 500, 'silent'))])
      return { first, call }
    })
    expect(late.first).toBe('silent')
    expect(await late.call).toBe('answered')
  })

  test('whoever uses a cluster of this run again gets the same one, and what the last one made is gone', async () => {
    const first = await useRigCluster()
    const namespace = await first.makeNamespace({ prefix: 'mine', labels: { mine: 'true' } })
    const [node = ''] = await addKwokNodes(used.newest.rig, { count: 1, namePrefix: 'mine' })
    await first.leave()
    const second = await useRigCluster()
    expect(second.folder).toBe(used.newest.folder)
    const nodes = await second.client.core.listNode()
    expect(nodes.items.map(({ metadata }) => metadata?.name)).not.toContain(node)
    await until(`${namespace} is gone`, async () => {
      const { items } = await second.client.core.listNamespace({ labelSelector: 'mine=true' })
      return items.length === 0 ? true : undefined
    })
    await second.leave()
  })
})
