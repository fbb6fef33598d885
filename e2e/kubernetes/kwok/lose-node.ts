import { PatchStrategy, setHeaderOptions, type V1Pod } from '@kubernetes/client-node'
import { until } from '../../../tools/processes/child.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { FROZEN } from './stage.ts'
import { SIMULATED } from './start-kwok.ts'

/**
 * Lets a simulated node fall silent, as a machine that lost its power: nothing on it changes any more, its lease runs out, the cluster marks it Unknown and later
 * sends its pods away. With `--node-monitor-grace-period` and the tolerations of pods it can be made to happen sooner.
 */
export async function loseNode(cluster: RigCluster, name: string): Promise<void> {
  const pods = (await podsOf(cluster, name)).filter(({ status }) =>
    ['Pending', 'Running'].includes(status?.phase ?? ''),
  )
  await annotate(cluster, pods, { [FROZEN]: 'asked' })
  await until(`the pods of ${name} are frozen`, async () =>
    (await podsOf(cluster, name)).some(({ metadata }) => metadata?.annotations?.[FROZEN] === 'asked')
      ? undefined
      : true,
  )
  await mark(cluster, name, 'lost')
}

/** Lets a lost node speak again. Its pods go on where they were, or end if they were sent away meanwhile. */
export async function findNode(cluster: RigCluster, name: string): Promise<void> {
  await mark(cluster, name, 'true')
  await until(`${name} is Ready again`, async () => {
    const { status } = await cluster.client.core.readNode({ name })
    return status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ? true : undefined
  })
  // kwok looks at a pod again only when it changes.
  await annotate(cluster, await podsOf(cluster, name), {
    [FROZEN]: null,
    'fairlead.dev/simulated-found': new Date().toISOString(),
  })
}

async function podsOf(cluster: RigCluster, node: string): Promise<V1Pod[]> {
  return (await cluster.client.core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${node}` })).items
}

async function annotate(
  cluster: RigCluster,
  pods: readonly V1Pod[],
  annotations: Record<string, string | null>,
): Promise<void> {
  const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch)
  for (const { metadata } of pods)
    await cluster.client.core.patchNamespacedPod(
      { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '', body: { metadata: { annotations } } },
      options,
    )
}

async function mark(cluster: RigCluster, name: string, value: string): Promise<void> {
  const path = `/metadata/labels/${SIMULATED.replace('/', '~1')}`
  await cluster.client.core.patchNode({ name, body: [{ op: 'replace', path, value }] })
}
