import type { V1Node } from '@kubernetes/client-node'
import type { Release } from '../../release/release.ts'
import type { Kube } from '../../install/kube.ts'
import { fail, pass, warn, type Check } from '../check.ts'

/** K8: nodes that can run the images of this release. */
export async function checkNodes(kube: Kube, release: Release): Promise<Check> {
  const what = 'nodes'
  const { items } = await kube.core.listNode()
  const usable = items.filter(isUsable)
  const fitting = usable.filter(({ status }) => status?.nodeInfo?.architecture === release.architecture)
  const seen = `${usable.length} of ${items.length} ready, ${fitting.length} with ${release.architecture}`
  if (fitting.length === 0)
    return fail(
      'K8',
      what,
      seen,
      `the bundle is for ${release.architecture}: take the one for your nodes, or make a node ready`,
    )
  if (fitting.length === 1) return warn('K8', what, seen, 'with one node there is nowhere to go when it fails')
  return pass('K8', what, seen)
}

/** Nodes on which a pod may start now. */
export async function usableNodes(kube: Kube): Promise<V1Node[]> {
  const { items } = await kube.core.listNode()
  return items.filter(isUsable)
}

function isUsable({ spec, status }: V1Node): boolean {
  return (
    spec?.unschedulable !== true &&
    status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true
  )
}
