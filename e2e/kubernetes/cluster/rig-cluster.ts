import type { KubernetesRelease } from '../programs/catalog.ts'
import type { Cluster } from './cluster.ts'
import { kubeconfigPath } from './credentials.ts'
import { kubeClient } from './kube-client.ts'
import { readRecord, type RigNetwork } from './rig-record.ts'
import { stopCluster } from './stop-cluster.ts'

/** A Kubernetes of the rig that is up. */
export interface RigCluster extends Cluster {
  release: KubernetesRelease
  /** Of Kubernetes, such as `1.36.3`. */
  version: string
  url: string
  network: RigNetwork | undefined
  /** The names of its nodes on which pods truly run. */
  realNodes(): string[]
  /** Ends every process, and removes every trace of it from this machine, its folder included. */
  stop(): Promise<void>
}

/** A cluster that was started before, by this program or another. Throws when there is none. */
export function openCluster(folder: string): RigCluster {
  const record = readRecord(folder)
  if (!record) throw new Error(`there is no cluster in ${folder}: start one with \`pnpm rig up\``)
  const kubeconfig = kubeconfigPath(folder, 'admin')
  return {
    name: record.name,
    release: record.release,
    version: record.version,
    folder,
    url: record.url,
    kubeconfig,
    client: kubeClient(kubeconfig),
    network: record.network,
    realNodes: () => readRecord(folder)?.realNodes.map(({ name }) => name) ?? [],
    stop: () => stopCluster(folder),
  }
}
