import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { Host } from '../cli/host.ts'
import { asHeader } from './apply-objects.ts'
import { PULL_SECRET } from './common-objects.ts'
import { helm } from './helm.ts'
import { objectsIn } from './install-release.ts'
import { apiMessage, orUndefined, type Kube } from './kube.ts'
import { nameOf, OWNER_LABEL, type KubeObject, type Phase } from './kube-object.ts'
import { CHARTS } from './plan.ts'

export interface Removal {
  /** Goes with the release of the chart. */
  release: string[]
  /** What the installer made itself, in the order in which it goes. */
  objects: KubeObject[]
  /** Claims and Secrets without which the data is lost or cannot be read. */
  data: KubeObject[]
  /** Namespaces that the installer made and that hold nothing of anybody else. */
  namespaces: string[]
}

interface Place {
  phase: Phase
  kube: Kube
  bundle: OpenBundle
  /** Its own, and then those of projects. */
  namespaces: readonly [string, ...string[]]
  host: Host
}

/** Kinds that the installer makes, those that make pods first. */
const KINDS = [
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  // Of `nightly run` that was killed.
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  // Of an installer that was killed.
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
] as const
/** Made without the label of the installer: by a hook of the chart that failed or was killed, and by the agent. */
const LEFT: Readonly<Record<Phase, readonly { apiVersion: string; kind: string; name: string }[]>> = {
  backend: [
    { apiVersion: 'batch/v1', kind: 'Job', name: 'fairlead-migrations' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: 'fairlead-migrations' },
    { apiVersion: 'v1', kind: 'ServiceAccount', name: 'fairlead-migrations' },
  ],
  cluster: [{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'fairlead-agent' }],
}
/** The password of the volume, and the URL with it. */
const DATA_SECRETS = new Set(['fairlead-postgresql', 'fairlead-postgresql-next', 'fairlead-database'])
/** Made by the agent: with it, a later installation is the same cluster. */
const IDENTITY = 'fairlead-agent-identity'
const PODS_END_MS = 90_000
/** On what the agent makes in namespaces of projects. */
const AGENT = 'fairlead'
/** Kubernetes and OpenShift put them into every namespace. */
const OF_CLUSTER = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt'])
/** OpenShift makes them for every account. */
const OF_ACCOUNTS = /dockercfg|service-account-token/

/** What a phase has in the cluster, found by who made it. Changes nothing. */
export async function listPhase({ phase, kube, bundle, namespaces, host }: Place): Promise<Removal> {
  const label = `${OWNER_LABEL}=${phase}`
  const [namespace, ...projects] = namespaces
  const listed: KubeObject[] = []
  for (const { apiVersion, kind } of KINDS) {
    const { items } = await kube.objects.list<KubernetesObject>(
      apiVersion,
      kind,
      namespace,
      undefined,
      undefined,
      undefined,
      undefined,
      label,
    )
    listed.push(...items.map((item) => ({ ...item, apiVersion, kind }) as unknown as KubeObject))
  }
  for (const project of projects) listed.push(...(await pullSecretIn(kube, project, phase)))
  const claims = await kube.core.listNamespacedPersistentVolumeClaim({
    namespace,
    labelSelector: 'fairlead.dev/airgap-data',
  })
  const isData = ({ kind, metadata }: KubeObject) => kind === 'Secret' && DATA_SECRETS.has(metadata.name)
  const manifest = await helm({
    bundle,
    kube,
    env: host.env,
    args: ['get', 'manifest', CHARTS[phase], '-n', namespace],
  }).catch((error: unknown) => {
    if (error instanceof AirgapError && /not found/.test(error.message)) return ''
    throw error
  })
  const identity = await orUndefined(kube.core.readNamespacedSecret({ name: IDENTITY, namespace }))
  const { items } = await kube.core.listNamespace({ labelSelector: label })
  const release = objectsIn(manifest).map((object) => nameOf(object))
  const left: KubeObject[] = []
  for (const { apiVersion, kind, name } of LEFT[phase]) {
    const object: KubeObject = { apiVersion, kind, metadata: { namespace, name } }
    if ((await orUndefined(kube.objects.read(asHeader(object)))) !== undefined) left.push(object)
  }
  return {
    release,
    objects: [...listed, ...left].filter((object) => !isData(object)),
    data: [
      ...(phase === 'backend' ? claims.items.map(({ metadata }) => claim(namespace, metadata?.name ?? '')) : []),
      ...(phase === 'cluster' && identity !== undefined
        ? [{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: IDENTITY } }]
        : []),
      ...listed.filter(isData),
    ],
    namespaces: items.map(({ metadata }) => metadata?.name ?? ''),
  }
}

/** Removes what {@link listPhase} has listed. Data stays, and with it the namespace, unless `deletesData`. Answers what went. */
export async function removePhase(place: Place, removal: Removal, deletesData: boolean): Promise<string[]> {
  const { phase, kube, bundle, host } = place
  const [namespace] = place.namespaces
  const gone: string[] = []
  if (removal.release.length > 0) {
    // By looking at each object: watching takes the right to watch all of a kind.
    await helm({
      bundle,
      kube,
      env: host.env,
      signal: host.signal,
      args: ['uninstall', CHARTS[phase], '-n', namespace, '--wait=legacy', '--timeout', '5m'],
    })
    gone.push(...removal.release)
  }
  for (const object of [...removal.objects, ...(deletesData ? removal.data : [])]) {
    await remove(kube, object)
    gone.push(nameOf(object))
  }
  await untilPodsAreGone(kube, namespace, phase, host)
  for (const name of removal.namespaces) {
    // Work and claims of others may be in it, and data that is to stay.
    if (!(await isEmpty(kube, name, deletesData ? [] : removal.data))) continue
    await remove(kube, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    gone.push(`namespace ${name}`)
  }
  return gone
}

/** They are ended by the cluster after what made them is gone. */
async function untilPodsAreGone(kube: Kube, namespace: string, phase: Phase, { now, signal }: Host): Promise<void> {
  const started = now()
  while (now() - started < PODS_END_MS) {
    const { items } = await kube.core.listNamespacedPod({ namespace, labelSelector: `${OWNER_LABEL}=${phase}` })
    if (items.length === 0) return
    await sleep(500, undefined, { signal })
  }
}

async function remove(kube: Kube, object: KubeObject): Promise<void> {
  try {
    // A Job leaves its pods behind unless it is told not to.
    const header = asHeader(object) as KubernetesObject
    await orUndefined(kube.objects.delete(header, undefined, undefined, undefined, undefined, 'Background'))
  } catch (error) {
    throw new AirgapError('cluster', `${nameOf(object)} cannot be removed: ${apiMessage(error)}`, {
      cause: error,
      hint: 'mend this and run the same command again: what is gone stays gone',
    })
  }
}

/** Whether nothing is left in it that this installer, the agent or the cluster itself has not made. Work and its claims are people's, whoever has made them. */
async function isEmpty(kube: Kube, namespace: string, kept: readonly KubeObject[]): Promise<boolean> {
  if (kept.some(({ metadata }) => metadata.namespace === namespace)) return false
  const inside = { namespace }
  const [pods, claims, ...others] = await Promise.all([
    kube.core.listNamespacedPod(inside),
    kube.core.listNamespacedPersistentVolumeClaim(inside),
    kube.core.listNamespacedSecret(inside),
    kube.core.listNamespacedConfigMap(inside),
    kube.core.listNamespacedService(inside),
    kube.apps.listNamespacedDeployment(inside),
    kube.apps.listNamespacedStatefulSet(inside),
    kube.batch.listNamespacedJob(inside),
    kube.batch.listNamespacedCronJob(inside),
  ])
  const isOurs = ({ metadata, type = '' }: Found) =>
    metadata?.labels?.['app.kubernetes.io/managed-by'] === AGENT ||
    OF_ACCOUNTS.test(type) ||
    OF_CLUSTER.has(metadata?.name ?? '')
  const left: Found[] = [...pods.items, ...claims.items]
  for (const { items } of others) left.push(...(items as Found[]).filter((item) => !isOurs(item)))
  return left.every(({ metadata }) => metadata?.deletionTimestamp !== undefined)
}

interface Found {
  metadata?: { name?: string; labels?: Record<string, string>; deletionTimestamp?: Date }
  type?: string
}

/** All that the installer makes in a namespace of people by itself. Found by its name: what else is there is not listed. */
async function pullSecretIn(kube: Kube, namespace: string, phase: Phase): Promise<KubeObject[]> {
  const found = await orUndefined(kube.core.readNamespacedSecret({ name: PULL_SECRET, namespace }))
  if (found?.metadata?.labels?.[OWNER_LABEL] !== phase) return []
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: PULL_SECRET } }]
}

function claim(namespace: string, name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { namespace, name } }
}
