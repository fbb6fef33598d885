import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../../../tools/processes/child.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'
import type { Cluster } from './cluster.ts'
import { kubeconfigWithRights } from './kubeconfig-with-rights.ts'

const NAME = 'fairlead-agent'

/**
 * Installs the agent's chart without an agent: its namespace, ServiceAccount and rights in these namespaces, which are made. Answers a kubeconfig that has
 * exactly them, for an agent outside of the cluster. Doing it again changes nothing.
 */
export async function agentRights(
  cluster: Cluster,
  options: { projectNamespaces: readonly string[]; sets?: readonly string[]; say?: Say },
): Promise<string> {
  const sets = [
    'replicaCount=0',
    // Nothing dials it from here.
    'controlPlane.url=http://localhost:8080',
    'namespaces.install=true',
    `projectNamespaces={${options.projectNamespaces.join(',')}}`,
    ...(options.sets ?? []),
  ]
  const chart = ['upgrade', '--install', NAME, join(ROOT, 'charts', NAME), '--namespace', NAME, '--create-namespace']
  const values = sets.flatMap((set) => ['--set', set])
  const helm = await ensureProgram('helm', 'newest', options.say)
  await promisify(execFile)(helm, chart.concat('--kubeconfig', cluster.kubeconfig, values))
  return await kubeconfigWithRights(cluster, { name: NAME, namespace: NAME, tokenHours: 24 })
}
