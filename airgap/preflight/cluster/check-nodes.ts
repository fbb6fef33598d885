import type { Release } from '../../release/release.ts'
import type { Kube } from '../../install/kube.ts'
import { fail, pass, warn, type Check } from '../check.ts'

/** K8: nodes that can run the images of this release. */
export async function checkNodes(kube: Kube, release: Release): Promise<Check> {
  const what = 'nodes'
  const { items } = await kube.core.listNode()
  const usable = items.filter(
    ({ spec, status }) =>
      spec?.unschedulable !== true &&
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  )
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
