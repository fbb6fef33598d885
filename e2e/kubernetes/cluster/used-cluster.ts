import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { until } from '../../../tools/processes/child.ts'
import type { Cluster } from './cluster.ts'
import { statusOf } from './kube-client.ts'
import { mendCluster } from './mend-cluster.ts'
import type { RigCluster } from './rig-cluster.ts'

/** A cluster as one test file uses it. */
export interface UsedCluster extends Cluster {
  /** What can be done to a cluster of the rig alone: stopping its programs, adding nodes and images. Absent for one that only KUBECONFIG names. */
  rig: RigCluster | undefined
  /** A namespace that nobody else has, ready for pods. Answers its name. */
  makeNamespace: (options?: { prefix?: string; labels?: Record<string, string> }) => Promise<string>
  /** Removes the namespaces that were made here and the nodes that have come since. The cluster stays. */
  leave: () => Promise<void>
}

export type UsedRigCluster = UsedCluster & { rig: RigCluster }

const SIMULATED_NODES = 'fairlead.dev/simulated'

export async function enterCluster(cluster: RigCluster | Cluster): Promise<UsedCluster> {
  const rig = 'network' in cluster ? cluster : undefined
  const { core } = cluster.client
  const simulatedNodes = async () =>
    (await core.listNode({ labelSelector: SIMULATED_NODES })).items.map(({ metadata }) => metadata?.name ?? '')
  const before = new Set(await simulatedNodes())
  const namespaces: string[] = []
  return {
    name: cluster.name,
    folder: cluster.folder,
    kubeconfig: cluster.kubeconfig,
    client: cluster.client,
    rig,
    makeNamespace: async ({ prefix = 'test', labels = {} } = {}) => {
      const name = `${prefix}-${randomBytes(4).toString('hex')}`
      await core.createNamespace({ body: { metadata: { name, labels } } })
      namespaces.push(name)
      await untilPodsAreLetIn(cluster, name)
      return name
    },
    leave: async () => {
      if (rig) await mendCluster(rig)
      for (const name of namespaces) await removeNamespace(cluster, name)
      for (const name of await simulatedNodes()) if (!before.has(name)) await core.deleteNode({ name })
      if (!rig) rmSync(cluster.folder, { recursive: true, force: true })
    },
  }
}

/** Before its ServiceAccount is there, a namespace refuses every pod. */
async function untilPodsAreLetIn({ client: { core } }: Cluster, namespace: string): Promise<void> {
  await until(`the default ServiceAccount of ${namespace} is there`, () =>
    core.readNamespacedServiceAccount({ name: 'default', namespace }).catch(() => undefined),
  )
}

/** Its pods go at once: a namespace waits for the time that each of them has to end. */
async function removeNamespace({ client: { core } }: Cluster, name: string): Promise<void> {
  try {
    await core.deleteNamespace({ name })
  } catch (error) {
    if (statusOf(error) === 404) return
    throw error
  }
  await core.deleteCollectionNamespacedPod({ namespace: name, gracePeriodSeconds: 0 })
}
