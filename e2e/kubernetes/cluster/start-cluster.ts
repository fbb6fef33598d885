import { until, type Child } from '../../../tools/processes/child.ts'
import { freePort } from '../../../tools/processes/free-port.ts'
import { addRealNode } from '../node/add-real-node.ts'
import { requireNodeHost } from '../node/require-node-host.ts'
import { startNames } from '../node/start-names.ts'
import type { KubernetesRelease } from '../programs/catalog.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'
import { addresses, UNUSED_SERVICES } from './addresses.ts'
import {
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  schedulerArguments,
  type ControlPlaneOptions,
} from './control-plane-programs.ts'
import { kubeconfigPath, writeCredentials } from './credentials.ts'
import { kubeClient } from './kube-client.ts'
import { reserveCluster, type ClusterOwner } from './reserve-cluster.ts'
import { openCluster, type RigCluster } from './rig-cluster.ts'
import { clusterFolder, updateRecord, type RigRecord } from './rig-record.ts'
import { stopCluster } from './stop-cluster.ts'
import { requireRunning, startTracked } from './tracked-process.ts'

export interface ClusterOptions {
  name: string
  release?: KubernetesRelease
  /** Nodes on which pods truly run. They need root and a few packages. */
  realNodes?: number
  /** Words before the container runtime of each real node, such as those of a tracer: every container is its child. */
  runtimeThrough?: readonly string[]
  /** More flags for its programs, such as a shorter `--node-monitor-grace-period` or an audit log. */
  flags?: Partial<Record<'kube-apiserver' | 'kube-controller-manager', readonly string[]>>
  /** The program that starts it, when left out. */
  belongsTo?: ClusterOwner
  say?: Say
}

/** Starts a Kubernetes and waits until it can be used. Throws when a cluster of that name is in use. */
export async function startCluster(options: ClusterOptions): Promise<RigCluster> {
  const { name, release = 'newest', say = () => undefined, realNodes = 0 } = options
  const folder = clusterFolder(name)
  if (realNodes > 0) requireNodeHost(say)
  const programs = {
    etcd: await ensureProgram('etcd', release, say),
    apiServer: await ensureProgram('kube-apiserver', release, say),
    controllerManager: await ensureProgram('kube-controller-manager', release, say),
    scheduler: await ensureProgram('kube-scheduler', release, say),
  }
  const record = await reserveCluster({
    name,
    release,
    belongsTo: options.belongsTo ?? 'program',
    hasNetwork: realNodes > 0,
  })
  try {
    const plan: ControlPlaneOptions = {
      folder,
      name,
      ports: { etcd: await freePort(), etcdPeer: await freePort(), api: Number(new URL(record.url).port) },
      network: record.network,
    }
    await writeCredentials(folder, { name, url: record.url, hosts: hostsOf(record) })
    const start = (name: string, command: string, args: readonly string[]) =>
      startTracked(folder, { name, command, args })
    const children = [
      start('etcd', programs.etcd, etcdArguments(plan)),
      start('kube-apiserver', programs.apiServer, [
        ...apiServerArguments(plan),
        ...(options.flags?.['kube-apiserver'] ?? []),
      ]),
    ]
    await untilAnswering(folder, children)
    children.push(
      start('kube-controller-manager', programs.controllerManager, [
        ...controllerManagerArguments(plan),
        ...(options.flags?.['kube-controller-manager'] ?? []),
      ]),
      start('kube-scheduler', programs.scheduler, schedulerArguments(plan)),
    )
    if (record.network !== undefined) children.push(await startNames(folder, record.network, say))
    await untilUsable(folder, children)
    const cluster = openCluster(folder)
    for (let index = 1; index <= realNodes; index++)
      await addRealNode(cluster, { say, ...(options.runtimeThrough && { runtimeThrough: options.runtimeThrough }) })
    updateRecord(folder, (written) => {
      written.isReady = true
    })
    return cluster
  } catch (error) {
    await stopCluster(folder, { keepLogs: true })
    throw error
  }
}

function hostsOf({ network }: RigRecord): string[] {
  return [
    '127.0.0.1',
    'localhost',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
    ...(network === undefined ? [UNUSED_SERVICES.api] : [addresses.host(network), addresses.apiService(network)]),
  ]
}

async function untilAnswering(folder: string, children: readonly Child[]): Promise<void> {
  const { core } = kubeClient(kubeconfigPath(folder, 'admin'))
  await until(
    'the API server answers',
    async () => {
      requireRunning(children)
      return await core.readNamespace({ name: 'default' }).catch(() => undefined)
    },
    60_000,
  )
}

/** Before its ServiceAccount is there, a namespace refuses every pod. */
async function untilUsable(folder: string, children: readonly Child[]): Promise<void> {
  const { core } = kubeClient(kubeconfigPath(folder, 'admin'))
  await until(
    'the default ServiceAccount is there',
    async () => {
      requireRunning(children)
      return await core.readNamespacedServiceAccount({ name: 'default', namespace: 'default' }).catch(() => undefined)
    },
    60_000,
  )
}
