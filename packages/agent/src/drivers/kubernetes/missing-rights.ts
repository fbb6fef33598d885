import { resourceOf, type Kind } from './api/kinds.ts'
import type { KubeApi } from './api/kube-api.ts'
import type { Scope } from './namespaces/namespace-book.ts'

export type Right = { namespace: string; verb: string; group: string; resource: string; subresource?: string }

/** In every namespace where runs may be. */
const IN_NAMESPACES: readonly [group: string, resource: string, verbs: string][] = [
  ['', 'pods', 'list watch delete'],
  ['', 'pods/log', 'get'],
  ['', 'configmaps', 'get list watch create patch delete'],
  ['', 'services', 'get list watch create delete'],
  ['', 'serviceaccounts', 'get create'],
  ['', 'persistentvolumeclaims', 'get list create patch delete'],
  ['', 'events', 'list watch'],
  ['batch', 'jobs', 'get list watch create patch delete'],
  ['apps', 'statefulsets', 'get list watch create patch delete'],
  ['apps', 'deployments', 'get list watch create patch delete'],
  ['autoscaling', 'horizontalpodautoscalers', 'get list watch create delete'],
]
/** In the cluster. Without them nodes are not seen, or foreign work is not counted. */
const IN_CLUSTER: readonly [group: string, resource: string, verbs: string][] = [
  ['', 'nodes', 'list watch'],
  ['', 'pods', 'list watch'],
]
/** Questions under way at a time. */
const ABREAST = 8

/** What the agent should be allowed and is not, as the cluster itself answers. */
export async function missingRights(
  api: KubeApi,
  scopes: readonly Scope[],
): Promise<{ namespace: string; verb: string; resource: string }[]> {
  const wanted = [
    ...IN_CLUSTER.flatMap((rule) => rightsOf(undefined, rule)),
    ...scopes.flatMap((scope) => IN_NAMESPACES.flatMap((rule) => rightsOf(scope, rule))),
  ].slice(0, 1000)
  const missing: { namespace: string; verb: string; resource: string }[] = []
  for (let at = 0; at < wanted.length; at += ABREAST) {
    const some = wanted.slice(at, at + ABREAST)
    const answers = await Promise.all(some.map((right) => isAllowed(api, right)))
    for (const [index, right] of some.entries()) {
      if (answers[index] === true) continue
      const resource = [right.group, right.resource, right.subresource].filter((part) => part).join('/')
      missing.push({ namespace: right.namespace, verb: right.verb, resource })
    }
  }
  return missing
}

/** True when the agent may make and watch objects of this kind wherever runs may be. */
export async function mayUse(api: KubeApi, scopes: readonly Scope[], kind: Kind): Promise<boolean> {
  const { group, resource } = resourceOf(kind)
  for (const scope of scopes) {
    for (const right of rightsOf(scope, [group, resource, 'create watch'])) {
      if (!(await isAllowed(api, right))) return false
    }
  }
  return true
}

function rightsOf(namespace: Scope = '', [group, name, verbs]: readonly [string, string, string]): Right[] {
  const [resource = '', subresource] = name.split('/')
  return verbs.split(' ').map((verb) => ({
    namespace,
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
  }))
}

/** What the cluster itself answers. */
export async function isAllowed(api: KubeApi, right: Right): Promise<boolean> {
  const review = await api.send<{ status?: { allowed?: boolean } }>({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: right },
    },
  })
  return review.status?.allowed === true
}
