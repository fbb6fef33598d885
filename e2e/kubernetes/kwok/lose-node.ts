import type { RigCluster } from '../cluster/rig-cluster.ts'
import { SIMULATED } from './start-kwok.ts'

/**
 * Lets a simulated node fall silent, as a machine that lost its power: its lease runs out, the cluster marks it NotReady and later evicts its pods, and what ran on
 * it changes no more. With `--node-monitor-grace-period` and the tolerations of pods it can be made to happen sooner.
 */
export async function loseNode(cluster: RigCluster, name: string): Promise<void> {
  await mark(cluster, name, 'lost')
}

/** Lets a lost node speak again. */
export async function findNode(cluster: RigCluster, name: string): Promise<void> {
  await mark(cluster, name, 'true')
}

async function mark(cluster: RigCluster, name: string, value: string): Promise<void> {
  const path = `/metadata/labels/${SIMULATED.replace('/', '~1')}`
  await cluster.client.core.patchNode({ name, body: [{ op: 'replace', path, value }] })
}
