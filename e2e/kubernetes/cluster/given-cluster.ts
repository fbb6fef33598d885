import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Cluster } from './cluster.ts'
import { kubeconfigPath } from './credentials.ts'
import { kubeClient } from './kube-client.ts'
import { openCluster, type RigCluster } from './rig-cluster.ts'
import { clusterFolder, listRecords } from './rig-record.ts'

/** The file that KUBECONFIG names. It goes before any cluster of the rig, and nothing is started beside it. */
export function givenKubeconfig(): string | undefined {
  return process.env['KUBECONFIG'] || undefined
}

/** True where KUBECONFIG names a cluster that the rig has not made. */
export function isRigOut(): boolean {
  const given = givenKubeconfig()
  return given !== undefined && rigClusterOf(given) === undefined
}

/** The cluster of the rig whose kubeconfig with every right this is; undefined for any other file. */
export function rigClusterOf(kubeconfig: string): RigCluster | undefined {
  const folders = listRecords().map(({ name }) => clusterFolder(name))
  const folder = folders.find((each) => kubeconfigPath(each, 'admin') === resolve(kubeconfig))
  return folder === undefined ? undefined : openCluster(folder)
}

/** A cluster that is not of the rig. Its folder is for one test file. */
export function foreignCluster(kubeconfig: string): Cluster {
  const client = kubeClient(kubeconfig)
  return {
    name: client.config.getCurrentContext(),
    folder: mkdtempSync(join(tmpdir(), 'fairlead-cluster-')),
    kubeconfig,
    client,
  }
}
