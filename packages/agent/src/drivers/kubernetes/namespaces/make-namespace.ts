import { sleep, type Clock } from '../../../lib/clock.ts'
import { StartRefused } from '../../driver.ts'
import type { KubeApi } from '../api/kube-api.ts'
import { hasStatus } from '../api/kube-error.ts'
import type { NewNamespaces } from '../kubernetes-settings.ts'
import { isAllowed } from '../missing-rights.ts'
import type { Raw } from '../observe/raw.ts'
import { namespacePath } from './namespace-path.ts'
import { ownAccount } from './own-account.ts'

const LOOK_MS = 200
/** Rights are in force within a second on a cluster that is well. */
const USABLE_MS_MAX = 30_000

/**
 * Makes a namespace with exactly the configured labels and gives the agent its role there; goes on where an earlier attempt stopped. Resolves when the agent
 * can work in it. Throws {@link StartRefused} for a namespace that is somebody else's.
 */
export async function makeNamespace(options: {
  api: KubeApi
  name: string
  how: NewNamespaces
  clock: Clock
  signal: AbortSignal
}): Promise<void> {
  const { api, name, how } = options
  await createNamespace(api, name, how)
  await bindRole(api, name, how)
  await untilUsable(options)
}

async function createNamespace(api: KubeApi, name: string, { labels }: NewNamespaces): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
  try {
    await api.send({ method: 'POST', path: namespacePath(), body })
    return
  } catch (error) {
    if (!hasStatus(error, 409)) throw error
  }
  const { metadata, status } = await api.send<Raw & { status?: { phase?: string } }>({
    method: 'GET',
    path: namespacePath(name),
  })
  if (status?.phase === 'Terminating') {
    throw refused('NAMESPACE_MISSING', `namespace ${name} is being deleted; it is made again when it is gone`)
  }
  if (Object.entries(labels).some(([label, value]) => metadata.labels?.[label] !== value)) {
    throw refused(
      'RIGHT_MISSING',
      `namespace ${name} is there already and was not made by this agent: helm upgrade fairlead-agent with it among projectNamespaces`,
    )
  }
}

async function bindRole(api: KubeApi, namespace: string, { role }: NewNamespaces): Promise<void> {
  const account = await ownAccount(api)
  if (account === undefined) {
    throw refused(
      'RIGHT_MISSING',
      'the agent is no ServiceAccount here, and can give itself no role in a new namespace',
    )
  }
  const body = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: role, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [account],
  }
  try {
    const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/rolebindings`
    await api.send({ method: 'POST', path, body })
  } catch (error) {
    if (!hasStatus(error, 409)) throw error
  }
}

async function untilUsable(options: {
  api: KubeApi
  name: string
  how: NewNamespaces
  clock: Clock
  signal: AbortSignal
}): Promise<void> {
  const { api, name, how, clock, signal } = options
  const until = clock.mono() + USABLE_MS_MAX
  const needed = { namespace: name, verb: 'watch', group: '', resource: 'configmaps' }
  while (!(await isAllowed(api, needed))) {
    if (clock.mono() > until || signal.aborted) {
      throw refused(
        'RIGHT_MISSING',
        `the role ${how.role} gives the agent no rights in namespace ${name}, which it made`,
      )
    }
    await sleep(clock, LOOK_MS, signal)
  }
}

function refused(code: string, message: string): StartRefused {
  return new StartRefused({ code, message, retryable: true })
}
