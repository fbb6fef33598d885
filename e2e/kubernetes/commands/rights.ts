import { agentRights } from '../cluster/agent-rights.ts'
import { foreignCluster, givenKubeconfig, rigClusterOf } from '../cluster/given-cluster.ts'
import { openCluster } from '../cluster/rig-cluster.ts'
import { clusterFolder } from '../cluster/rig-record.ts'
import type { Say } from '../programs/ensure-program.ts'
import type { Command } from './parse-command.ts'

/** Prints a kubeconfig with exactly the rights that the agent's chart gives in some namespaces. */
export async function rights({ name, namespaces }: Extract<Command, { do: 'rights' }>, say: Say): Promise<void> {
  const given = givenKubeconfig()
  const cluster =
    given === undefined ? openCluster(clusterFolder(name)) : (rigClusterOf(given) ?? foreignCluster(given))
  process.stdout.write(`${await agentRights(cluster, { projectNamespaces: namespaces, say })}\n`)
}
