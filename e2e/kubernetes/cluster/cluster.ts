import type { KubeClient } from './kube-client.ts'

/** Any Kubernetes that a test may use, of the rig or not. */
export interface Cluster {
  name: string
  /** For files that belong to it, such as kubeconfigs. */
  folder: string
  /** A file that gives every right. Our own programs get theirs from `kubeconfigWithRights`. */
  kubeconfig: string
  client: KubeClient
}
