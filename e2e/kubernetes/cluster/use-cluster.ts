/**
 * A Kubernetes for a test file:
 *
 * ```ts
 * let cluster: UsedRigCluster
 * beforeAll(async () => {
 *   cluster = await useRigCluster({ realNodes: 1 })
 * })
 * afterAll(() => cluster?.leave())
 * ```
 *
 * All files of a run share it, one after the other, and it ends with the run, even with one that is killed. A file works in namespaces of its own
 * (`makeNamespace`) and on nodes of its own (`addKwokNodes`), which go when it leaves. Where that is not enough, such as for other flags of the API server,
 * `startCluster` starts one for the file alone, by a name from `ownName`.
 *
 * - Rights: `kubeconfigWithRights` for a program of ours; `cluster.kubeconfig` for the test itself.
 * - Simulated nodes and pods: `addKwokNodes`, `loseNode`, `findNode`; a pod is told how to go by annotations, see `pod-stages.ts`.
 * - Images on real nodes: `importImages`, or `startRegistry` to have them pulled.
 * - Outages: `duringOutage`, and `killProgram`, `startProgram`, `freezeProgram`, `thawProgram` for any program of the cluster.
 * - From pods to this machine: `relayToHost`. To pods: `forwardPort`, `execInPod`, or their own addresses.
 *
 * With KUBECONFIG set, nothing is started. `useCluster` gives that cluster; where the rig has not made it, `cluster.rig` is absent, `useRigCluster` throws,
 * and tests that need it are skipped with `describe.skipIf(isRigOut())`.
 */
import { existsSync } from 'node:fs'
import { until } from '../../../tools/processes/child.ts'
import { addRealNode } from '../node/add-real-node.ts'
import { requireNodeHost } from '../node/require-node-host.ts'
import type { KubernetesRelease } from '../programs/catalog.ts'
import { foreignCluster, givenKubeconfig, rigClusterOf } from './given-cluster.ts'
import { mendCluster } from './mend-cluster.ts'
import { isRunning } from './process-identity.ts'
import { openCluster, type RigCluster } from './rig-cluster.ts'
import { clusterFolder, readRecord } from './rig-record.ts'
import { ownName, ringProcess } from './ring.ts'
import { startCluster } from './start-cluster.ts'
import { enterCluster, type UsedCluster, type UsedRigCluster } from './used-cluster.ts'

export { isRigOut } from './given-cluster.ts'
export type { UsedCluster, UsedRigCluster } from './used-cluster.ts'

export interface UseOptions {
  /** The newest that the rig has, when left out. */
  release?: KubernetesRelease
  /** How many nodes it has at least on which pods truly run; they need root. Such a cluster is another than that without. */
  realNodes?: number
}

/** The cluster that KUBECONFIG names, or else the one of the rig that all test files of this run share. */
export async function useCluster(options: UseOptions = {}): Promise<UsedCluster> {
  const given = givenKubeconfig()
  if (given === undefined) return await enterCluster(await sharedCluster(options))
  if (!existsSync(given)) throw new Error(`KUBECONFIG names ${given}, which is not there`)
  return await enterCluster(rigClusterOf(given) ?? foreignCluster(given))
}

/** As {@link useCluster}, for tests that stop programs of the cluster or add nodes and images to it. */
export async function useRigCluster(options: UseOptions = {}): Promise<UsedRigCluster> {
  const { rig, ...cluster } = await useCluster(options)
  if (!rig) throw new Error(`this test needs a cluster of the rig, and KUBECONFIG names another`)
  return { ...cluster, rig }
}

async function sharedCluster({ release = 'newest', realNodes = 0 }: UseOptions): Promise<RigCluster> {
  const name = ownName(realNodes > 0 ? `${release}-real` : release)
  if (realNodes > 0) requireNodeHost()
  const cluster = (await openShared(name)) ?? (await startCluster({ name, release, realNodes, belongsTo: 'ring' }))
  for (let count = readRecord(cluster.folder)?.realNodes.length ?? 0; count < realNodes; count++)
    await addRealNode(cluster)
  return cluster
}

/** Another file of this run may have started it already, or be about to. */
async function openShared(name: string): Promise<RigCluster | undefined> {
  const folder = clusterFolder(name)
  const isOnItsWay = () => {
    const record = readRecord(folder)
    return record?.owner?.startedAt === ringProcess().startedAt && record.processes.some(isRunning) ? record : undefined
  }
  if (!isOnItsWay()) return undefined
  await until(`the cluster ${name} is up`, () => isOnItsWay()?.isReady || !isOnItsWay() || undefined, 120_000)
  if (!isOnItsWay()) return undefined
  const cluster = openCluster(folder)
  await mendCluster(cluster)
  return cluster
}
