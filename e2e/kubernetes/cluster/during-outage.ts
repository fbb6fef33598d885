import { mendCluster } from './mend-cluster.ts'
import type { RigCluster } from './rig-cluster.ts'
import { freezeProgram, killProgram } from './tracked-process.ts'

/** Its port refuses, as after a crash; or it takes connections and answers nothing, as behind a network that drops packets. */
export type Outage = 'refusing' | 'hanging'

/** Does something while the API of a cluster is not to be had, and waits until it answers again, whatever came of that. */
export async function duringOutage<T>(cluster: RigCluster, outage: Outage, work: () => Promise<T>): Promise<T> {
  if (outage === 'refusing') await killProgram(cluster.folder, 'kube-apiserver')
  else freezeProgram(cluster.folder, 'kube-apiserver')
  try {
    return await work()
  } finally {
    await mendCluster(cluster)
  }
}
