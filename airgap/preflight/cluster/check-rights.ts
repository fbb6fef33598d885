import type { Kube } from '../../install/kube.ts'
import type { Phase } from '../../install/kube-object.ts'
import type { Site } from '../../site/site.ts'
import { fail, pass, type Check } from '../check.ts'

export interface Wish {
  verb: string
  group: string
  resource: string
  subresource?: string
  /** In the namespace of the phase, or of the whole cluster. */
  isClusterWide?: true
}

const OF_NAMESPACE: readonly [group: string, resources: readonly string[]][] = [
  ['', ['secrets', 'configmaps', 'services', 'serviceaccounts']],
  ['apps', ['deployments']],
  ['networking.k8s.io', ['networkpolicies']],
]

/** What the installer does itself, each with the verbs that it uses. */
function wishes(phase: Phase, site: Site): Wish[] {
  const verbs = ['get', 'create', 'patch', 'delete']
  const own = OF_NAMESPACE.flatMap(([group, resources]) =>
    resources.flatMap((resource) => verbs.map((verb): Wish => ({ verb, group, resource }))),
  )
  for (const verb of ['get', 'create', 'update', 'delete'])
    own.push({ verb, group: 'coordination.k8s.io', resource: 'leases' })
  const wide = (verb: string, group: string, resource: string): Wish => ({ verb, group, resource, isClusterWide: true })
  // For what looks from inside.
  for (const verb of ['get', 'create', 'delete']) own.push({ verb, group: '', resource: 'pods' })
  if (phase === 'cluster')
    return [
      ...own,
      wide('create', '', 'namespaces'),
      ...['clusterroles', 'clusterrolebindings'].map((resource) =>
        wide('create', 'rbac.authorization.k8s.io', resource),
      ),
    ]
  return [
    ...own,
    wide('create', '', 'namespaces'),
    { verb: 'create', group: 'batch', resource: 'jobs' },
    { verb: 'list', group: 'batch', resource: 'jobs' },
    { verb: 'list', group: 'batch', resource: 'cronjobs' },
    { verb: 'get', group: 'batch', resource: 'cronjobs' },
    { verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale' },
    { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
    ...(site.backup?.nightly === undefined
      ? []
      : ([
          { verb: 'patch', group: 'batch', resource: 'cronjobs' },
          { verb: 'patch', group: '', resource: 'persistentvolumeclaims' },
          { verb: 'delete', group: 'batch', resource: 'jobs' },
        ] as const)),
    ...(site.backend?.database.bundled ? [{ verb: 'patch', group: 'apps', resource: 'statefulsets' } as const] : []),
    ...(site.backend?.expose.ingress
      ? [{ verb: 'create', group: 'networking.k8s.io', resource: 'ingresses' } as const]
      : []),
    ...(site.backend?.expose.route
      ? [{ verb: 'create', group: 'route.openshift.io', resource: 'routes' } as const]
      : []),
  ]
}

/** K2: every right that the installer uses. */
export async function checkRights(kube: Kube, phase: Phase, site: Site, namespace: string): Promise<Check> {
  const what = 'rights'
  const missing: string[] = []
  const all = wishes(phase, site)
  for (const { verb, group, resource, subresource, isClusterWide } of all) {
    const resourceAttributes = {
      verb,
      group,
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(isClusterWide ? {} : { namespace }),
    }
    const { status } = await kube.authorization.createSelfSubjectAccessReview({
      body: { spec: { resourceAttributes } },
    })
    if (!status?.allowed) missing.push(`${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`)
  }
  if (missing.length > 0)
    return fail(
      'K2',
      what,
      `${missing.length} of ${all.length} missing`,
      `the user of ${kube.context} may not: ${missing.join(', ')}`,
    )
  return pass('K2', what, `all ${all.length}`)
}
