import { join } from 'node:path'
import type { V1PolicyRule } from '@kubernetes/client-node'
import { readAuthority } from './credentials.ts'
import { statusOf } from './kube-client.ts'
import { writeKubeconfig } from './kubeconfig.ts'
import type { RigCluster } from './rig-cluster.ts'

export interface RightsOptions {
  /** Of the ServiceAccount; made, as its namespace, when it is not there. */
  name: string
  namespace: string
  /** Rights in the whole cluster. */
  clusterRules?: V1PolicyRule[]
  /** Rights in namespaces, by namespace. */
  rules?: Record<string, V1PolicyRule[]>
  tokenHours?: number
}

/** Makes a ServiceAccount with exactly these rights, none other, and a kubeconfig for it. A ServiceAccount that a chart has made keeps the chart's. Answers the file. */
export async function kubeconfigWithRights(cluster: RigCluster, options: RightsOptions): Promise<string> {
  const { name, namespace, rules = {} } = options
  const { core, rbac } = cluster.client
  const account = `${namespace}-${name}`
  const roleOf = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: account })
  const subjects = [{ kind: 'ServiceAccount', name, namespace }]
  for (const each of [namespace, ...Object.keys(rules)])
    await unlessThere(core.createNamespace({ body: { metadata: { name: each } } }))
  await unlessThere(core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } }))
  const metadata = { name: account }
  if (options.clusterRules) {
    await rbac.createClusterRole({ body: { metadata, rules: options.clusterRules } })
    await rbac.createClusterRoleBinding({ body: { metadata, roleRef: roleOf('ClusterRole'), subjects } })
  }
  for (const [where, allowed] of Object.entries(rules)) {
    await rbac.createNamespacedRole({ namespace: where, body: { metadata, rules: allowed } })
    await rbac.createNamespacedRoleBinding({ namespace: where, body: { metadata, roleRef: roleOf('Role'), subjects } })
  }
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: (options.tokenHours ?? 12) * 3600 } },
  })
  if (status?.token === undefined) throw new Error(`the API gave no token for ${namespace}/${name}`)
  const path = join(cluster.folder, 'kubeconfig', `${account}.yaml`)
  const { certificate } = await readAuthority(cluster.folder)
  writeKubeconfig(path, {
    cluster: cluster.name,
    url: cluster.url,
    authority: certificate,
    user: { token: status.token },
    namespace,
  })
  return path
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (statusOf(error) !== 409) throw error
  }
}
