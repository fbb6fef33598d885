import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { Release } from '../release/release.ts'
import { applyObject, asHeader } from '../install/apply-objects.ts'
import { apiMessage, orUndefined, rawGet, statusOf, type Kube } from '../install/kube.ts'
import { FIELD_MANAGER, nameOf, type KubeObject, type Phase } from '../install/kube-object.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, warn, type Check } from './check.ts'

const OLDEST = 30
const NEWEST_TRIED = 36

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
  const wide = (verb: string, group: string, resource: string): Wish => ({ verb, group, resource, isClusterWide: true })
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
    { verb: 'create', group: '', resource: 'pods', subresource: 'exec' },
    { verb: 'create', group: '', resource: 'pods' },
    { verb: 'delete', group: '', resource: 'pods' },
    { verb: 'list', group: 'batch', resource: 'cronjobs' },
    { verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale' },
    ...(site.backup?.nightly === undefined
      ? []
      : ([
          { verb: 'patch', group: 'batch', resource: 'cronjobs' },
          { verb: 'patch', group: '', resource: 'persistentvolumeclaims' },
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

/** K1: the API server and its version. Everything else about a cluster is moot without it. */
export async function checkVersion(kube: Kube): Promise<Check> {
  const what = 'Kubernetes'
  try {
    const { status, text } = await rawGet(kube, '/version')
    if (status !== 200)
      return fail(
        'K1',
        what,
        String(status),
        `${kube.server} does not let this kubeconfig in: check its user in ${kube.context}`,
      )
    const { gitVersion, minor } = JSON.parse(text) as { gitVersion: string; minor: string }
    const number = Number.parseInt(minor)
    if (number < OLDEST) return fail('K1', what, gitVersion, `upgrade the cluster to 1.${OLDEST} or newer`)
    if (number > NEWEST_TRIED)
      return warn(
        'K1',
        what,
        gitVersion,
        `this release was tried up to 1.${NEWEST_TRIED}: a newer release of Fairlead may know it`,
      )
    return pass('K1', what, gitVersion)
  } catch (error) {
    return fail(
      'K1',
      what,
      'no answer',
      `${kube.server}: ${(error as Error).message}; check kubernetes.kubeconfig and that this machine reaches the API server`,
    )
  }
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

/** K3: Kubernetes or OpenShift. */
export async function checkPlatform(kube: Kube, site: Site): Promise<{ check: Check; isOpenShift: boolean }> {
  const { text } = await rawGet(kube, '/apis')
  const groups = (JSON.parse(text) as { groups?: { name: string }[] }).groups?.map(({ name }) => name) ?? []
  const found = groups.includes('security.openshift.io') ? 'openshift' : 'kubernetes'
  const isOpenShift = site.platform === 'auto' ? found === 'openshift' : site.platform === 'openshift'
  const engines = groups.filter((name) => /kyverno\.io$|gatekeeper\.sh$/.test(name))
  const seen = engines.length === 0 ? found : `${found}, with ${engines.join(', ')}`
  if (site.platform !== 'auto' && site.platform !== found)
    return {
      isOpenShift,
      check: warn(
        'K3',
        'platform',
        seen,
        `the site file says ${site.platform}: set platform to auto unless that is meant`,
      ),
    }
  return { isOpenShift, check: pass('K3', 'platform', seen) }
}

/** K5: where the bundled database keeps its data. */
export async function checkStorage(kube: Kube, site: Site): Promise<Check[]> {
  const bundled = site.backend?.database.bundled
  if (bundled === undefined) return []
  const what = 'storage class'
  const { items } = await kube.storage.listStorageClass()
  const named = bundled.storageClass
  const isDefault = (annotations: Record<string, string> = {}) =>
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true'
  const found = items.find(({ metadata }) =>
    named === undefined ? isDefault(metadata?.annotations) : metadata?.name === named,
  )
  const names = items.map(({ metadata }) => metadata?.name).join(', ') || 'none'
  if (found === undefined)
    return [
      fail(
        'K5',
        what,
        names,
        named === undefined
          ? 'no class is the default one: name one in backend.database.bundled.storageClass'
          : `there is no class ${named}: name one of those that there are`,
      ),
    ]
  const name = found.metadata?.name ?? ''
  if (found.allowVolumeExpansion !== true)
    return [warn('K5', what, name, `volumes of this class cannot grow: make sure that ${bundled.size} is enough`)]
  return [pass('K5', what, name)]
}

/** K6: what leads in from outside. */
export async function checkIngress(kube: Kube, site: Site, isOpenShift: boolean): Promise<Check[]> {
  const { expose } = site.backend ?? {}
  if (expose?.route && !isOpenShift)
    return [fail('K6', 'way in', 'no routes', 'only OpenShift has routes: set backend.expose to ingress or nodePort')]
  if (expose?.ingress === undefined) return []
  const wanted = expose.ingress.className
  const { text } = await rawGet(kube, '/apis/networking.k8s.io/v1/ingressclasses')
  const { items } = JSON.parse(text) as {
    items: { metadata: { name: string; annotations?: Record<string, string> } }[]
  }
  const names = items.map(({ metadata }) => metadata.name).join(', ') || 'none'
  const found = items.find(({ metadata }) =>
    wanted === undefined
      ? metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true'
      : metadata.name === wanted,
  )
  if (found === undefined)
    return [
      fail(
        'K6',
        'way in',
        `classes: ${names}`,
        'name the class of your ingress controller in backend.expose.ingress.className',
      ),
    ]
  return [pass('K6', 'way in', `ingress class ${found.metadata.name}`)]
}

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

/** K9: what limits pods in the namespace. */
export async function checkQuotas(kube: Kube, namespace: string): Promise<Check> {
  const { items: quotas } = await kube.core.listNamespacedResourceQuota({ namespace })
  const { items: ranges } = await kube.core.listNamespacedLimitRange({ namespace })
  const names = [...quotas, ...ranges].map(({ metadata }) => metadata?.name ?? '')
  if (names.length === 0) return pass('K9', 'quotas', 'none')
  return warn('K9', 'quotas', names.join(', '), 'make sure that they leave room for 1 CPU and 3 GiB of memory')
}

/** K4 and K10: the API server looks at every object and every pod without keeping them: Pod Security, OpenShift's constraints, policies of the site. */
export async function checkObjects(kube: Kube, namespace: string, objects: readonly KubeObject[]): Promise<Check[]> {
  const isThere = (await orUndefined(kube.core.readNamespace({ name: namespace }))) !== undefined
  const pods = objects.flatMap(podOf)
  if (!isThere) {
    const seen = `namespace ${namespace} is still to come`
    const later =
      'they are tried again when it is made, before anything else; to try them now, make it with the label pod-security.kubernetes.io/enforce: restricted'
    return [warn('K4', 'pods let in', seen, later)]
  }
  await untilPodsAreLetIn(kube, namespace)
  const refused = async (tried: readonly KubeObject[]) => {
    const problems: string[] = []
    for (const object of tried) {
      const problem = await tryObject(kube, namespace, object)
      if (problem !== undefined) problems.push(`${nameOf(object)}: ${problem}`)
    }
    return problems
  }
  const [badPods, badObjects] = [await refused(pods), await refused(objects.filter(({ kind }) => kind !== 'Pod'))]
  return [
    badPods.length > 0
      ? fail('K4', 'pods let in', `${badPods.length} of ${pods.length} refused`, badPods.join('; '))
      : pass('K4', 'pods let in', `all ${pods.length}`),
    badObjects.length > 0
      ? fail('K10', 'objects let in', `${badObjects.length} of ${objects.length} refused`, badObjects.join('; '))
      : pass('K10', 'objects let in', `all ${objects.length}`),
  ]
}

/** Before its account is there, a new namespace refuses every pod. */
async function untilPodsAreLetIn(kube: Kube, namespace: string): Promise<void> {
  for (let looks = 0; looks < 60; looks++) {
    if ((await orUndefined(kube.core.readNamespacedServiceAccount({ name: 'default', namespace }))) !== undefined)
      return
    await sleep(500)
  }
}

/** K11: helm honours these variables, and the API server is never behind a proxy. */
export function checkProxy(kube: Kube, env: Readonly<Record<string, string | undefined>>): Check {
  const what = 'proxy variables'
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy']
  if (!proxy) return pass('K11', what, 'none')
  const { hostname } = new URL(kube.server)
  const except = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(',').map((each) => each.trim().replace(/^\*?\./, ''))
  const isExcepted = except.some(
    (each) => each === '*' || hostname === each || (each !== '' && hostname.endsWith(`.${each}`)),
  )
  if (isExcepted) return pass('K11', what, `${hostname} goes by no proxy`)
  return fail('K11', what, `HTTPS_PROXY=${proxy}`, `add ${hostname} to NO_PROXY, or unset HTTPS_PROXY`)
}

/** The pod that a workload would make. Its account is made with the rest, and pods are let in alike with any. */
function podOf(object: KubeObject): KubeObject[] {
  const own = object['spec'] as
    | { template?: { spec?: PodSpec }; volumeClaimTemplates?: { metadata: { name: string } }[] }
    | undefined
  const spec = object.kind === 'Pod' ? (object['spec'] as PodSpec) : own?.template?.spec
  if (spec === undefined || !['Pod', 'Deployment', 'StatefulSet', 'Job'].includes(object.kind)) return []
  const { namespace, name } = object.metadata
  // Claims of a StatefulSet are not there yet.
  const claims = (own?.volumeClaimTemplates ?? []).map((claim) => ({ name: claim.metadata.name, emptyDir: {} }))
  const volumes = [...(spec.volumes ?? []), ...claims]
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...(namespace === undefined ? {} : { namespace }), name: `${name}-try` },
      spec: { ...spec, volumes, serviceAccountName: 'default' },
    },
  ]
}

interface PodSpec {
  volumes?: object[]
  [field: string]: unknown
}

/** Answers why the API server would not take it, or undefined. */
async function tryObject(kube: Kube, namespace: string, object: KubeObject): Promise<string | undefined> {
  const placed = isNamespaced(object.kind)
    ? { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } }
    : object
  try {
    if ((await orUndefined(kube.objects.read(asHeader(placed)))) === undefined)
      await kube.objects.create(placed as KubernetesObject, undefined, 'All', FIELD_MANAGER)
    else await applyObject(kube, placed, { dryRun: true })
    return undefined
  } catch (error) {
    // In a namespace that is made with the rest.
    if (statusOf(error) === 404 && placed.metadata.namespace !== namespace) return undefined
    return apiMessage(error)
  }
}

function isNamespaced(kind: string): boolean {
  return ![
    'Namespace',
    'ClusterRole',
    'ClusterRoleBinding',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ].includes(kind)
}
