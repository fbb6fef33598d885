import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubeConfig, V1ClusterRole, V1Role } from '@kubernetes/client-node'
import { parseAllDocuments } from 'yaml'
import type { Cluster } from './cluster.ts'
import { statusOf } from './kube-client.ts'
import { writeKubeconfig } from './kubeconfig.ts'

export interface RightsOptions {
  /** Of the ServiceAccount; made, as its namespace, when it is not there. */
  name: string
  namespace: string
  /** Manifests: a ClusterRole holds everywhere, a Role in its own namespace, which is made when it is not there. */
  roles?: readonly (V1ClusterRole | V1Role)[]
  tokenHours?: number
}

/**
 * Makes a ServiceAccount with exactly these rights and a kubeconfig that signs in as it. Called without roles for a ServiceAccount that a chart has installed, it
 * has exactly the rights that the chart gave it. Answers the file.
 */
export async function kubeconfigWithRights(cluster: Cluster, options: RightsOptions): Promise<string> {
  const { name, namespace, roles = [] } = options
  const { core } = cluster.client
  await unlessThere(core.createNamespace({ body: { metadata: { name: namespace } } }))
  await unlessThere(core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } }))
  for (const role of roles) await grant(cluster, role, { name, namespace })
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { spec: { audiences: [], expirationSeconds: (options.tokenHours ?? 12) * 3600 } },
  })
  if (status?.token === undefined) throw new Error(`the API gave no token for ${namespace}/${name}`)
  const path = join(cluster.folder, 'kubeconfig', `${namespace}-${name}.yaml`)
  writeKubeconfig(path, {
    cluster: cluster.name,
    ...serverOf(cluster.client.config),
    user: { token: status.token },
    namespace,
  })
  return path
}

/** The Roles and ClusterRoles among the manifests of a YAML text, such as the output of `helm template`. */
export function rolesIn(yaml: string): (V1ClusterRole | V1Role)[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as V1ClusterRole | V1Role | null)
    .filter((manifest) => manifest !== null)
    .filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role')
}

async function grant(
  { client: { core, rbac } }: Cluster,
  role: V1ClusterRole | V1Role,
  account: { name: string; namespace: string },
): Promise<void> {
  const kind = role.kind ?? (role.metadata?.namespace === undefined ? 'ClusterRole' : 'Role')
  const body = {
    metadata: { name: `${account.namespace}-${account.name}-${role.metadata?.name ?? kind.toLowerCase()}` },
    rules: role.rules ?? [],
  }
  const binding = {
    metadata: body.metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: body.metadata.name },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  }
  if (kind === 'ClusterRole') {
    await rbac.createClusterRole({ body })
    await rbac.createClusterRoleBinding({ body: binding })
    return
  }
  const namespace = role.metadata?.namespace ?? account.namespace
  await unlessThere(core.createNamespace({ body: { metadata: { name: namespace } } }))
  await rbac.createNamespacedRole({ namespace, body })
  await rbac.createNamespacedRoleBinding({ namespace, body: binding })
}

function serverOf(config: KubeConfig): { url: string; authority?: string } {
  const found = config.getCurrentCluster()
  if (!found) throw new Error('the kubeconfig has no current cluster')
  if (found.caData !== undefined)
    return { url: found.server, authority: Buffer.from(found.caData, 'base64').toString() }
  return { url: found.server, ...(found.caFile === undefined ? {} : { authority: readFileSync(found.caFile, 'utf8') }) }
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (statusOf(error) !== 409) throw error
  }
}
