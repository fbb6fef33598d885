import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'
import { addresses } from '../cluster/addresses.ts'
import { childrenOf, identify } from '../cluster/process-identity.ts'
import { updateRecord, type RealNodeRecord, type RigNetwork } from '../cluster/rig-record.ts'
import { startTracked } from '../cluster/tracked-process.ts'
import { ensureProgram } from '../programs/ensure-program.ts'
import { nodeLink, REAL_NODES_MAX } from './bridge.ts'
import { run } from './run.ts'

/**
 * Where the programs of a node live: processes, mounts, network and names of their own, much like a machine's. When its first process ends, the kernel ends all
 * the others and drops mounts and links, so that nothing of a node can stay behind.
 */
export interface NodeSpace {
  /** The command and arguments that run a program in it. */
  enter(command: string, args: readonly string[]): { command: string; args: string[] }
}

/** Opens the space of a new node and connects it to the cluster's bridge. */
export async function openNodeSpace(cluster: string, network: RigNetwork, node: RealNodeRecord): Promise<NodeSpace> {
  const ready = join(node.folder, 'space-is-open')
  for (const folder of ['kubelet', 'var-log']) mkdirSync(join(node.folder, folder), { recursive: true })
  rmSync(ready, { force: true })
  const namespaces = [
    '--net',
    '--mount',
    '--pid',
    '--uts',
    '--ipc',
    '--mount-proc',
    '--fork',
    '--kill-child=KILL',
    '--',
  ]
  const script = setUp(node, ready, await ensureProgram('init'))
  const holder = startTracked(cluster, {
    name: `${node.name}-space`,
    command: 'unshare',
    args: [...namespaces, 'sh', '-euc', script],
  })
  await until(`the space of ${node.name} is open`, () => {
    if (holder.exitCode() !== undefined) throw new Error(`the space of ${node.name} cannot be made: ${holder.output()}`)
    return existsSync(ready) ? true : undefined
  })
  const first = childrenOf(holder.pid)[0]
  if (first === undefined) throw new Error(`the space of ${node.name} has closed: ${holder.output()}`)
  updateRecord(cluster, ({ processes }) =>
    processes.push({ name: `${node.name}-init`, ...identify(first), command: '', args: [], env: {} }),
  )
  connect(network, node, first)
  return nodeSpace(first)
}

/** The space that a process lives in. */
export function nodeSpace(pid: number): NodeSpace {
  const namespaces = ['--target', String(pid), '--net', '--mount', '--pid', '--uts', '--ipc', '--']
  return { enter: (command, args) => ({ command: 'nsenter', args: [...namespaces, command, ...args] }) }
}

/** Places that kubelet and containerd use whatever their settings say are the node's own. */
function setUp(node: RealNodeRecord, ready: string, init: string): string {
  return [
    // Volumes that a pod shares with its node need mounts that pass events on; outside of the space nobody sees them.
    'mount --make-rshared /',
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /var/lib/kubelet',
    `mount --bind '${join(node.folder, 'kubelet')}' /var/lib/kubelet`,
    `mount --bind '${join(node.folder, 'var-log')}' /var/log`,
    `echo ${node.name} > /proc/sys/kernel/hostname`,
    'ip link set lo up',
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    `: > '${ready}'`,
    `exec '${init}'`,
  ].join('\n')
}

/** The host reaches pods and Services through their node, and nodes reach each other's pods over the bridge: nothing of the host's own settings changes. */
function connect(network: RigNetwork, node: RealNodeRecord, pid: number): void {
  const own = addresses.node(network, node)
  const link = nodeLink(network, node.index)
  run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)])
  run('ip', ['link', 'set', link, 'master', network.bridge, 'up'])
  const inside = (...args: string[]) => run('nsenter', ['--target', String(pid), '--net', '--', 'ip', ...args])
  inside('address', 'add', `${own}/24`, 'dev', 'eth0')
  inside('link', 'set', 'eth0', 'up')
  inside('route', 'add', 'default', 'via', addresses.host(network))
  for (let index = 1; index <= REAL_NODES_MAX; index++)
    if (index !== node.index)
      inside('route', 'add', addresses.pods(network, { index }), 'via', addresses.node(network, { index }))
  run('ip', ['route', 'add', addresses.pods(network, node), 'via', own])
  if (node.index === 1) run('ip', ['route', 'add', addresses.services(network), 'via', own])
}
