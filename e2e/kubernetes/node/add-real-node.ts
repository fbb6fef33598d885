import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { until, type Child } from '../../../tools/processes/child.ts'
import { addresses } from '../cluster/addresses.ts'
import { writeSecret } from '../cluster/certificates.ts'
import { readAuthority } from '../cluster/credentials.ts'
import { writeKubeconfig } from '../cluster/kubeconfig.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import { updateRecord, type RealNodeRecord } from '../cluster/rig-record.ts'
import { requireRunning, startTracked } from '../cluster/tracked-process.ts'
import { ensureProgram, type Say } from '../programs/ensure-program.ts'
import { REAL_NODES_MAX } from './bridge.ts'
import { cgroupOf, makeCgroup } from './cgroups.ts'
import { importBaseImages } from './import-images.ts'
import { CONTAINERD_SOCKET, writeNodeSettings, type NodeContext } from './node-settings.ts'
import { openNodeSpace, type NodeSpace } from './node-space.ts'
import { run } from './run.ts'

/** Adds a node with a kubelet and a container runtime to a cluster that was started with real nodes, and waits until it is Ready. Answers its name. `runtimeThrough` is a program
 * that starts the container runtime, and with it every container, such as one that records what they call. */
export async function addRealNode(
  cluster: RigCluster,
  options: { runtimeThrough?: readonly string[]; say?: Say } = {},
): Promise<string> {
  const { runtimeThrough = [], say = () => undefined } = options
  const { network } = cluster
  if (!network)
    throw new Error(
      `the cluster ${cluster.name} was started without real nodes and cannot get one: take it down, and start it with \`--real-node\``,
    )
  const programs = {
    kubelet: await ensureProgram('kubelet', cluster.release, say),
    kubeProxy: await ensureProgram('kube-proxy', cluster.release, say),
  }
  const node = reserve(cluster)
  const context: NodeContext = { cluster: cluster.name, network, node, snapshotter: chooseSnapshotter(node.folder) }
  writeNodeSettings(context)
  await writeNodeCredentials(cluster, node)
  makeCgroup(cgroupOf(cluster.name, node.name))
  const space = await openNodeSpace(cluster.folder, network, node)
  const start = (name: string, command: string, args: readonly string[], through: readonly string[] = []) => {
    const inside = space.enter(command, args)
    const [first, ...words] = [...through, inside.command, ...inside.args]
    return startTracked(cluster.folder, {
      name: `${node.name}-${name}`,
      command: first!,
      args: words,
      env: { PATH: `${join(node.folder, 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
    })
  }
  const config = join(node.folder, 'containerd.toml')
  const children = [start('containerd', 'containerd', ['--config', config], runtimeThrough)]
  await untilContainerdAnswers(space, children)
  await importBaseImages(cluster, node)
  children.push(
    start('kubelet', programs.kubelet, [
      `--config=${join(node.folder, 'kubelet.yaml')}`,
      `--kubeconfig=${join(node.folder, 'kubelet-user.yaml')}`,
      `--hostname-override=${node.name}`,
      `--node-ip=${addresses.node(network, node)}`,
      '--node-labels=fairlead.dev/real=true',
    ]),
    start('kube-proxy', programs.kubeProxy, [
      `--config=${join(node.folder, 'kube-proxy-settings.yaml')}`,
      `--hostname-override=${node.name}`,
    ]),
  )
  await untilReady(cluster, node.name, children)
  return node.name
}

function reserve(cluster: RigCluster): RealNodeRecord {
  const { realNodes } = updateRecord(cluster.folder, (record) => {
    const index = record.realNodes.length + 1
    if (index > REAL_NODES_MAX) throw new Error(`a cluster has at most ${REAL_NODES_MAX} real nodes`)
    const name = `${record.name}-node-${index}`
    record.realNodes.push({ name, index, folder: join(cluster.folder, 'nodes', name) })
  })
  const node = realNodes.at(-1)!
  mkdirSync(node.folder, { recursive: true })
  return node
}

async function writeNodeCredentials(cluster: RigCluster, node: RealNodeRecord): Promise<void> {
  const authority = await readAuthority(cluster.folder)
  const { network, url } = cluster
  const serving = await authority.issue({
    commonName: `system:node:${node.name}`,
    organization: 'system:nodes',
    hosts: [node.name, ...(network ? [addresses.node(network, node)] : [])],
  })
  writeSecret(join(node.folder, 'pki/kubelet.crt'), serving.certificate)
  writeSecret(join(node.folder, 'pki/kubelet.key'), serving.key)
  const shared = { cluster: cluster.name, url, authority: authority.certificate }
  writeKubeconfig(join(node.folder, 'kubelet-user.yaml'), { ...shared, user: serving })
  const proxy = await authority.issue({ commonName: 'system:kube-proxy' })
  writeKubeconfig(join(node.folder, 'kube-proxy.yaml'), { ...shared, user: proxy })
}

/** Layers that are shared instead of copied need an overlay, which not every file system can carry. */
function chooseSnapshotter(folder: string): string {
  const at = (name: string) => join(folder, 'overlay-probe', name)
  for (const name of ['lower', 'upper', 'work', 'merged']) mkdirSync(at(name), { recursive: true })
  const options = `lowerdir=${at('lower')},upperdir=${at('upper')},workdir=${at('work')}`
  try {
    run('unshare', ['--mount', 'mount', '-t', 'overlay', 'overlay', '-o', options, at('merged')])
    return 'overlayfs'
  } catch {
    return 'native'
  } finally {
    rmSync(join(folder, 'overlay-probe'), { recursive: true, force: true })
  }
}

async function untilContainerdAnswers(space: NodeSpace, children: readonly Child[]): Promise<void> {
  const { command, args } = space.enter('ctr', ['--address', CONTAINERD_SOCKET, 'version'])
  await until('containerd answers', () => {
    requireRunning(children)
    try {
      return run(command, args)
    } catch {
      return undefined
    }
  })
}

async function untilReady(cluster: RigCluster, name: string, children: readonly Child[]): Promise<void> {
  await until(
    `the node ${name} is Ready`,
    async () => {
      requireRunning(children)
      const node = await cluster.client.core.readNode({ name }).catch(() => undefined)
      return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
        ? true
        : undefined
    },
    90_000,
  )
}
