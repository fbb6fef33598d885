import { request } from 'node:https'
import {
  ApiException,
  AppsV1Api,
  AuthorizationV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  StorageV1Api,
} from '@kubernetes/client-node'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Site } from '../site/site.ts'

/** The cluster of a site, with the rights of whoever installs. */
export interface Kube {
  config: KubeConfig
  /** For helm, which reads the same file. */
  kubeconfig: string | undefined
  context: string
  server: string
  core: CoreV1Api
  apps: AppsV1Api
  batch: BatchV1Api
  storage: StorageV1Api
  authorization: AuthorizationV1Api
  objects: KubernetesObjectApi
}

/** Opens the cluster that a site file names. Nothing is asked of it yet. Throws with exit class `usage` for a kubeconfig that cannot be used. */
export function openKube({ kubernetes }: Pick<Site, 'kubernetes'>): Kube {
  const config = new KubeConfig()
  try {
    if (kubernetes.kubeconfig === undefined) config.loadFromDefault()
    else config.loadFromFile(kubernetes.kubeconfig)
    if (kubernetes.context !== undefined) config.setCurrentContext(kubernetes.context)
  } catch (error) {
    throw new AirgapError('usage', `the kubeconfig cannot be used: ${(error as Error).message}`, { cause: error })
  }
  const server = config.getCurrentCluster()?.server
  if (server === undefined)
    throw new AirgapError('usage', `the kubeconfig has no context ${kubernetes.context ?? config.currentContext}`, {
      hint: 'set kubernetes.context in the site file to one that it has, or kubernetes.kubeconfig to another file',
    })
  return {
    config,
    kubeconfig: kubernetes.kubeconfig,
    context: config.currentContext,
    server,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    batch: config.makeApiClient(BatchV1Api),
    storage: config.makeApiClient(StorageV1Api),
    authorization: config.makeApiClient(AuthorizationV1Api),
    objects: KubernetesObjectApi.makeApiClient(config),
  }
}

/** The HTTP status that the API refused with; undefined for an error of another kind. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiException ? error.code : undefined
}

/** What the API said, without the request around it. */
export function apiMessage(error: unknown): string {
  if (!(error instanceof ApiException)) return error instanceof Error ? error.message : String(error)
  const { body } = error as ApiException<unknown>
  const parsed: unknown = typeof body === 'string' ? parse(body) : body
  const message = (parsed as { message?: unknown } | undefined)?.message
  return typeof message === 'string' ? message : `the API answers ${error.code}`
}

/** `undefined` where the object is not there. */
export async function orUndefined<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** One request by its path, with the headers of the answer, which the typed clients keep to themselves. */
export async function rawGet(
  { config, server }: Pick<Kube, 'config' | 'server'>,
  path: string,
): Promise<{ status: number; date: Date | undefined; text: string }> {
  const url = new URL(path, server)
  const options = {}
  await config.applyToHTTPSOptions(options)
  return await new Promise((resolve, reject) => {
    const asking = request(url, { ...options, timeout: 10_000 }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const date = new Date(response.headers.date ?? '')
        resolve({
          status: response.statusCode ?? 0,
          date: Number.isNaN(date.valueOf()) ? undefined : date,
          text: Buffer.concat(parts).toString(),
        })
      })
    })
    asking.on('timeout', () => asking.destroy(new Error(`${url.host} does not answer`)))
    asking.on('error', reject)
    asking.end()
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
