import type { CheckLine } from '@fairlead/protocol'
import { messageOf } from '../../lib/logger.ts'
import type { ObservedNode } from '../driver.ts'
import type { KubeApi } from './api/kube-api.ts'
import { hasStatus } from './api/kube-error.ts'
import { pathOf } from './api/kinds.ts'
import type { ClusterFacts } from './cluster-facts.ts'
import type { KubernetesSettings } from './kubernetes-settings.ts'
import { missingRights } from './missing-rights.ts'
import type { Scope } from './namespaces/namespace-book.ts'

export type CheckOptions = {
  api: KubeApi
  settings: KubernetesSettings
  scopes: readonly Scope[]
  cluster: ClusterFacts
  nodes: ObservedNode[]
  observeAgeMs: number | undefined
  refused: { name: string; problem: string }[]
  isNetworkTried: boolean
}

const AGE_MS_MAX = 120_000

/** Looks at everything that the driver needs of the cluster. Changes nothing. */
export async function checkCluster(options: CheckOptions): Promise<CheckLine[]> {
  const api = await checkApi(options)
  if (!api.ok) return [api]
  return [
    api,
    checkNodes(options),
    ...(await checkRights(options)),
    ...(await checkNamespaces(options)),
    checkStorage(options),
    checkAge(options),
    ...(await checkPullSecrets(options)),
    ...(options.isNetworkTried ? await checkRegistries(options.settings) : []),
    ...options.refused.map(({ name, problem }) => ({
      name: `watch ${name}`.slice(0, 64),
      ok: false,
      detail: problem.slice(0, 1024),
      fix: 'grant list and watch to the agent’s ServiceAccount: helm upgrade fairlead-agent with the namespaces in which it works',
    })),
  ]
}

async function checkApi({ api }: CheckOptions): Promise<CheckLine> {
  const beganAt = performance.now()
  try {
    const { gitVersion } = await api.send<{ gitVersion: string }>({ method: 'GET', path: '/version' })
    const tookMs = Math.round(performance.now() - beganAt)
    return { name: 'kubernetes', ok: true, detail: `Kubernetes ${gitVersion} answered in ${tookMs} ms` }
  } catch (error) {
    return {
      name: 'kubernetes',
      ok: false,
      detail: messageOf(error).slice(0, 1024),
      fix: 'let the agent reach the Kubernetes API: check its ServiceAccount token, and network policies for egress to port 443 and 6443',
    }
  }
}

function checkNodes({ nodes, refused }: CheckOptions): CheckLine {
  const ready = nodes.filter((node) => node.ready).length
  if (nodes.length > 0) return { name: 'nodes', ok: ready > 0, detail: `${ready} of ${nodes.length} nodes are ready` }
  const why = refused.some(({ name }) => name === 'nodes')
    ? 'nodes may not be listed'
    : 'no node has the labels of nodeSelector'
  return {
    name: 'nodes',
    ok: false,
    detail: why,
    fix: 'kubectl create clusterrole fairlead-agent-nodes --verb=list,watch --resource=nodes, and bind it to the agent’s ServiceAccount; or correct nodeSelector',
  }
}

async function checkRights({ api, scopes }: CheckOptions): Promise<CheckLine[]> {
  const missing = await missingRights(api, scopes)
  if (missing.length === 0) return [{ name: 'rights', ok: true, detail: 'everything that runs need is allowed' }]
  return missing.slice(0, 50).map(({ namespace, verb, resource }) => {
    const place = namespace === '' ? '' : ` -n ${namespace}`
    const [kind, role] = namespace === '' ? ['clusterrole', 'fairlead-agent-more'] : ['role', 'fairlead-agent-more']
    const plural = resource
      .split('/')
      .slice(resource.startsWith('pods/') ? 0 : -1)
      .join('/')
    return {
      name: `right ${verb} ${resource}`.slice(0, 64),
      ok: false,
      detail: `the agent may not ${verb} ${resource}${namespace === '' ? ' in the cluster' : ` in namespace ${namespace}`}`,
      fix: `kubectl create ${kind} ${role}${place} --verb=${verb} --resource=${plural}, and bind it to the agent’s ServiceAccount; helm upgrade fairlead-agent does both`,
    }
  })
}

async function checkNamespaces({ api, scopes }: CheckOptions): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  for (const namespace of scopes.filter((name) => name !== undefined).slice(0, 50)) {
    try {
      await api.send({ method: 'GET', path: pathOf('Pod', namespace), query: { limit: 1 } })
      lines.push({ name: `namespace ${namespace}`.slice(0, 64), ok: true, detail: 'its pods can be seen' })
    } catch (error) {
      if (!hasStatus(error, 403, 404)) throw error
      lines.push({
        name: `namespace ${namespace}`.slice(0, 64),
        ok: false,
        detail: messageOf(error).slice(0, 1024),
        fix: `kubectl create namespace ${namespace}, and helm upgrade fairlead-agent with it among the namespaces`,
      })
    }
  }
  return lines
}

/** The agent may not read Secrets: that one is missing is told by events of pods. What can be said is which ones are named. */
function checkPullSecrets({ settings }: CheckOptions): Promise<CheckLine[]> {
  const { imagePullSecrets } = settings
  if (imagePullSecrets.length === 0) return Promise.resolve([])
  const detail = `pods pull with ${imagePullSecrets.join(', ')}, which has to be in each namespace`
  return Promise.resolve([{ name: 'pull secrets', ok: true, detail }])
}

/** Whether names are resolved and registries answer, from where the agent is. Nodes may have other ways. */
async function checkRegistries({
  policy,
  builderImage,
  gitImage,
  helperImage,
}: KubernetesSettings): Promise<CheckLine[]> {
  const images = [...(policy.registries ?? []), builderImage, gitImage, helperImage]
  const hosts = new Set(images.flatMap((image) => registryOf(image) ?? []))
  return Promise.all([...hosts].slice(0, 20).map(checkRegistry))
}

function registryOf(image: string | undefined): string | undefined {
  const [host = '', ...rest] = (image ?? '').split('/')
  return rest.length > 0 && /[.:]/.test(host) ? host : undefined
}

async function checkRegistry(host: string): Promise<CheckLine> {
  const name = `registry ${host}`.slice(0, 64)
  try {
    const { status } = await fetch(`https://${host}/v2/`, { signal: AbortSignal.timeout(10_000), redirect: 'manual' })
    return { name, ok: status < 500, detail: `answered ${status}` }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return {
      name,
      ok: false,
      detail: messageOf(cause).slice(0, 1024),
      fix: `check DNS and outbound access to ${host}; nodes pull images themselves and may have another way`,
    }
  }
}

function checkStorage({ cluster }: CheckOptions): CheckLine {
  const classes = cluster.current()?.storageClasses ?? []
  const standard = classes.find(({ isDefault }) => isDefault)
  const shared = classes.filter(({ isShared }) => isShared === true)
  return {
    name: 'storage',
    ok: standard !== undefined,
    detail: `${classes.length} storage classes, default ${standard?.name ?? 'none'}, for several nodes: ${shared.map(({ name }) => name).join(', ') || 'none known'}`,
    ...(standard === undefined
      ? { fix: 'mark one storage class as the default, or name a class in every volume' }
      : {}),
  }
}

function checkAge({ observeAgeMs = 0 }: CheckOptions): CheckLine {
  const seconds = Math.round(observeAgeMs / 1000)
  return {
    name: 'observation',
    ok: observeAgeMs <= AGE_MS_MAX,
    detail: `the cluster was last heard from ${seconds} s ago`,
    ...(observeAgeMs <= AGE_MS_MAX ? {} : { fix: 'look at the agent’s log for what interrupts its watches' }),
  }
}
