import type { KubeObject } from '../install/kube-object.ts'

const OF_CLUSTER = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
])

/** Whether objects of this kind, as far as our charts have them, are in a namespace. */
export function isNamespaced(kind: string): boolean {
  return !OF_CLUSTER.has(kind)
}

/** A kind as RBAC names it: `{ group: 'apps', resource: 'deployments' }`. */
export function resourceOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): {
  group: string
  resource: string
} {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
  const name = kind.toLowerCase()
  if (name.endsWith('y')) return { group, resource: `${name.slice(0, -1)}ies` }
  return { group, resource: name.endsWith('s') ? `${name}es` : `${name}s` }
}
