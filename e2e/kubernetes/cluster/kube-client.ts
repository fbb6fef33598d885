import {
  ApiException,
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  RbacAuthorizationV1Api,
} from '@kubernetes/client-node'

export interface KubeClient {
  config: KubeConfig
  core: CoreV1Api
  apps: AppsV1Api
  batch: BatchV1Api
  rbac: RbacAuthorizationV1Api
  /** For objects of any kind. */
  objects: KubernetesObjectApi
}

/** The API of a cluster as a kubeconfig opens it. */
export function kubeClient(kubeconfig: string): KubeClient {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    batch: config.makeApiClient(BatchV1Api),
    rbac: config.makeApiClient(RbacAuthorizationV1Api),
    objects: KubernetesObjectApi.makeApiClient(config),
  }
}

/** The HTTP status that the API refused with; undefined for an error of another kind. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiException ? error.code : undefined
}
