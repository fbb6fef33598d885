import { VersionApi } from '@kubernetes/client-node'
import { givenKubeconfig, rigClusterOf } from '../cluster/given-cluster.ts'
import { kubeClient } from '../cluster/kube-client.ts'
import { isRunning } from '../cluster/process-identity.ts'
import { openCluster } from '../cluster/rig-cluster.ts'
import { clusterFolder, readRecord } from '../cluster/rig-record.ts'
import { startCluster } from '../cluster/start-cluster.ts'
import { addKwokNodes } from '../kwok/add-kwok-nodes.ts'
import { addRealNode } from '../node/add-real-node.ts'
import type { Say } from '../programs/ensure-program.ts'
import { UnmetNeed } from '../programs/unmet-need.ts'
import type { Command } from './parse-command.ts'

/** Starts a cluster, or adds nodes to one that runs. Where KUBECONFIG names a cluster of somebody else, it starts nothing. */
export async function up(command: Extract<Command, { do: 'up' }>, say: Say): Promise<void> {
  const given = givenKubeconfig()
  if (given !== undefined && !rigClusterOf(given)) return await greet(given, say)
  const started = Date.now()
  const { name, release, realNodes } = command
  const folder = clusterFolder(name)
  const record = readRecord(folder)
  const isUp = record !== undefined && record.isReady && record.processes.some(isRunning)
  if (!isUp) say(`starting ${name}`)
  const cluster = isUp
    ? openCluster(folder)
    : await startCluster({ name, release: release ?? 'newest', realNodes, belongsTo: 'nobody', say })
  if (release !== undefined && cluster.release !== release)
    throw new Error(
      `${name} is up with Kubernetes ${cluster.version}: take it down first, or start another with --name`,
    )
  if (isUp) for (let index = 0; index < realNodes; index++) say(`added ${await addRealNode(cluster, { say })}`)
  if (command.kwokNodes > 0) {
    const names = await addKwokNodes(cluster, { count: command.kwokNodes, shape: command.shape, say })
    say(`added ${names[0]}${names.length > 1 ? ` to ${names.at(-1)}` : ''}`)
  }
  say(`${name} is up: Kubernetes ${cluster.version}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
  say(`export KUBECONFIG=${cluster.kubeconfig}`)
}

async function greet(kubeconfig: string, say: Say): Promise<void> {
  try {
    const { config, core } = kubeClient(kubeconfig)
    const { gitVersion } = await config.makeApiClient(VersionApi).getCode()
    const { items } = await core.listNode()
    say(
      `KUBECONFIG is set: tests use its cluster (Kubernetes ${gitVersion}, ${items.length} nodes), so nothing is started`,
    )
  } catch (error) {
    throw new UnmetNeed(`KUBECONFIG names ${kubeconfig}, whose cluster does not answer: ${whyOf(error)}`)
  }
}

/** A call that did not get through says why in its cause. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : (error.message.split('\n')[0] ?? '')
}
