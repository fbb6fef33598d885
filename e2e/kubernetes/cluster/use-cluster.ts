import { kubeClient, type KubeClient } from './kube-client.ts'
import { startCluster, type ClusterOptions } from './start-cluster.ts'

/** Any Kubernetes that a test may use. */
export interface UsedCluster {
  kubeconfig: string
  client: KubeClient
  /** True for a cluster of the rig, which is the test's alone. */
  isOurs: boolean
  /** Ends a cluster of the rig; one of the user's stays. */
  release(): Promise<void>
}

/** The cluster that KUBECONFIG names, or else a new one of the rig. */
export async function useCluster(options: ClusterOptions): Promise<UsedCluster> {
  const given = process.env['KUBECONFIG']
  if (given !== undefined && given !== '')
    return { kubeconfig: given, client: kubeClient(given), isOurs: false, release: () => Promise.resolve() }
  const cluster = await startCluster(options)
  return { kubeconfig: cluster.kubeconfig, client: cluster.client, isOurs: true, release: () => cluster.stop() }
}
