import type { Kube } from '../../install/kube.ts'
import { pass, warn, type Check } from '../check.ts'

/** K9: what limits pods in the namespace. */
export async function checkQuotas(kube: Kube, namespace: string): Promise<Check> {
  const { items: quotas } = await kube.core.listNamespacedResourceQuota({ namespace })
  const { items: ranges } = await kube.core.listNamespacedLimitRange({ namespace })
  const names = [...quotas, ...ranges].map(({ metadata }) => metadata?.name ?? '')
  if (names.length === 0) return pass('K9', 'quotas', 'none')
  return warn('K9', 'quotas', names.join(', '), 'make sure that they leave room for 1 CPU and 3 GiB of memory')
}
