import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { join } from 'node:path'
import { messageOf } from '../../../lib/logger.ts'
import { StartupError } from '../../../lib/startup-error.ts'

/** Where the Kubernetes API is, and how a call proves who makes it. */
export type KubeAccess = {
  /** Without a slash at the end. */
  readonly server: string
  /** Namespace of the agent's own pod, or of the kubeconfig's context. */
  readonly namespace: string | undefined
  /** Puts authority, certificate or token into the options of one call. */
  authorize(options: RequestOptions): Promise<void>
}

export const SERVICE_ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The kubelet renews the token long before it ends; reading it once a minute is often enough. */
const TOKEN_AGE_MS_MAX = 60_000

/**
 * Access by a kubeconfig when one is named, else by the ServiceAccount of the pod. The library that reads kubeconfigs, with their plugins and
 * proxies, is loaded only for one: in a pod it would take more memory than the rest of the agent.
 */
export async function openKubeAccess(options: {
  kubeconfig: string | undefined
  env: NodeJS.ProcessEnv
  serviceAccountDir?: string
}): Promise<KubeAccess> {
  const { kubeconfig, env, serviceAccountDir = SERVICE_ACCOUNT_DIR } = options
  if (kubeconfig !== undefined) return fromKubeconfig(kubeconfig)
  const host = env.KUBERNETES_SERVICE_HOST
  if (host === undefined || host === '') {
    throw new StartupError(
      'the kubernetes driver found no cluster: run the agent in a pod, or name a kubeconfig (setting kubeconfig, or KUBECONFIG)',
      2,
    )
  }
  return inCluster(host, env.KUBERNETES_SERVICE_PORT ?? '443', serviceAccountDir)
}

function inCluster(host: string, port: string, dir: string): KubeAccess {
  let token = ''
  let readAt = Number.NEGATIVE_INFINITY
  const ca = readOwn(dir, 'ca.crt')
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: readOwn(dir, 'namespace').trim(),
    authorize(options) {
      if (performance.now() - readAt > TOKEN_AGE_MS_MAX) {
        token = readOwn(dir, 'token').trim()
        readAt = performance.now()
      }
      options.ca = ca
      options.headers = Object.assign({}, options.headers, { authorization: `Bearer ${token}` })
      return Promise.resolve()
    },
  }
}

function readOwn(dir: string, name: string): string {
  try {
    return readFileSync(join(dir, name), 'utf8')
  } catch (error) {
    throw new StartupError(
      `the ServiceAccount of this pod cannot be read: ${messageOf(error)}. Set automountServiceAccountToken: true for the agent's pod.`,
      2,
    )
  }
}

async function fromKubeconfig(path: string): Promise<KubeAccess> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  try {
    config.loadFromFile(path)
  } catch (error) {
    throw new StartupError(`the kubeconfig ${path} cannot be read: ${messageOf(error)}`, 2)
  }
  const server = config.getCurrentCluster()?.server
  if (server === undefined) throw new StartupError(`the kubeconfig ${path} names no current cluster`, 2)
  return {
    server: server.replace(/\/+$/, ''),
    namespace: config.getContextObject(config.currentContext)?.namespace,
    async authorize(options) {
      const { agent } = options
      await config.applyToHTTPSOptions(options)
      // Its own pool of connections stays in use; the library's would open one for each call.
      if (config.getCurrentCluster()?.proxyUrl === undefined && agent !== undefined) options.agent = agent
    },
  }
}
