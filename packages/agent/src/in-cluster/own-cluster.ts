import { resolve } from 'node:path'
import { HttpKubeApi } from '../drivers/kubernetes/api/http-kube-api.ts'
import { openKubeAccess } from '../drivers/kubernetes/api/kube-access.ts'
import type { KubeApi } from '../drivers/kubernetes/api/kube-api.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import type { Config } from '../settings.ts'

/** The cluster that the agent itself belongs to. */
export type OwnCluster = {
  api: KubeApi
  /** The agent's own. */
  namespace: string
}

export async function openOwnCluster(config: Config, env: NodeJS.ProcessEnv): Promise<OwnCluster> {
  const kubeconfig = config.kubeconfig ?? (env.KUBECONFIG === '' ? undefined : env.KUBECONFIG)
  const access = await openKubeAccess({ kubeconfig: kubeconfig === undefined ? undefined : resolve(kubeconfig), env })
  return { api: new HttpKubeApi(access), namespace: config.namespace ?? access.namespace ?? 'default' }
}

/** What tells this cluster from all others; undefined where the agent may not ask. */
export async function clusterUid({ api }: OwnCluster, log: Logger): Promise<string | undefined> {
  try {
    const { metadata } = await api.send<{ metadata: { uid: string } }>({
      method: 'GET',
      path: '/api/v1/namespaces/kube-system',
    })
    return metadata.uid
  } catch (error) {
    log.debug({ problem: messageOf(error) }, 'the cluster does not say its id; the agent keeps one of its own')
    return undefined
  }
}
