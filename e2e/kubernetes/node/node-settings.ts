import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { addresses } from '../cluster/addresses.ts'
import type { RealNodeRecord, RigNetwork } from '../cluster/rig-record.ts'
import { cgroupOf } from './cgroups.ts'
import { cniFolder } from './require-node-host.ts'

export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock'
export const PAUSE_IMAGE = 'rig.fairlead.test/pause:1'

/** Below this much memory or disk a node begins to evict. Small, since the machine is shared with everything else on it. */
const EVICTION = {
  'memory.available': '50Mi',
  'nodefs.available': '1%',
  'imagefs.available': '1%',
  'nodefs.inodesFree': '1%',
}

export interface NodeContext {
  cluster: string
  network: RigNetwork
  node: RealNodeRecord
  snapshotter: string
}

export function containerdSettings({ node, snapshotter }: NodeContext): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"'
  return [
    'version = 2',
    `root = "${join(node.folder, 'containerd')}"`,
    'state = "/run/containerd"',
    'disabled_plugins = ["io.containerd.internal.v1.opt"]',
    `[grpc]\n  address = "${CONTAINERD_SOCKET}"`,
    `[${cri}]`,
    `  sandbox_image = "${PAUSE_IMAGE}"`,
    // Without CAP_SYS_RESOURCE no sandbox starts: runc may not lower the score that the kernel chooses victims by.
    '  restrict_oom_score_adj = true',
    '  stream_server_address = "127.0.0.1"',
    '  stream_server_port = "0"',
    `[${cri}.cni]\n  bin_dir = "${cniFolder()}"\n  conf_dir = "${join(node.folder, 'cni')}"`,
    `[${cri}.registry]\n  config_path = "${join(node.folder, 'registries')}"`,
    `[${cri}.containerd]\n  snapshotter = "${snapshotter}"`,
    `[${cri}.containerd.runtimes.runc]\n  runtime_type = "io.containerd.runc.v2"`,
    `[${cri}.containerd.runtimes.runc.options]\n  SystemdCgroup = false`,
    '',
  ].join('\n')
}

export function cniSettings({ network, node }: NodeContext): string {
  return JSON.stringify({
    cniVersion: '0.4.0',
    name: 'rig',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        hairpinMode: true,
        ipMasq: false,
        ipam: {
          type: 'host-local',
          dataDir: '/run/cni',
          ranges: [[{ subnet: addresses.pods(network, node) }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  })
}

export function kubeletSettings({ cluster, network, node }: NodeContext): string {
  const pki = (file: string) => join(node.folder, 'pki', file)
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: addresses.node(network, node),
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki('ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: pki('kubelet.crt'),
    tlsPrivateKeyFile: pki('kubelet.key'),
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: cgroupOf(cluster, node.name),
    // From 1.35 on a kubelet refuses the older form of cgroups unless it is told.
    failCgroupV1: false,
    failSwapOn: false,
    // The groups are shared with the machine: nothing is reserved in them.
    enforceNodeAllocatable: [],
    evictionHard: EVICTION,
    imageGCHighThresholdPercent: 100,
    // Lowering its own score needs a right that a machine inside a machine does not have.
    oomScoreAdj: 0,
    clusterDNS: [addresses.host(network)],
    clusterDomain: 'cluster.local',
    resolvConf: join(node.folder, 'resolv.conf'),
    volumePluginDir: join(node.folder, 'volume-plugins'),
    healthzPort: 0,
    readOnlyPort: 0,
    maxPods: 100,
    serializeImagePulls: false,
  })
}

export function kubeProxySettings({ network, node }: NodeContext): string {
  return stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    bindAddress: addresses.node(network, node),
    healthzBindAddress: '127.0.0.1:10256',
    metricsBindAddress: '127.0.0.1:10249',
    clientConnection: { kubeconfig: join(node.folder, 'kube-proxy.yaml') },
    clusterCIDR: addresses.allPods(network),
    // These are settings of the whole machine, which a node of the rig leaves alone.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  })
}

/** Writes the settings of all programs of a node, and the folders that they expect. */
export function writeNodeSettings(context: NodeContext): void {
  const { node, network } = context
  const write = (file: string, text: string) => writeFileSync(join(node.folder, file), text)
  for (const folder of ['cni', 'registries', 'volume-plugins', 'bin'])
    mkdirSync(join(node.folder, folder), { recursive: true })
  write('containerd.toml', containerdSettings(context))
  write('cni/10-rig.conflist', cniSettings(context))
  write('kubelet.yaml', kubeletSettings(context))
  write('kube-proxy-settings.yaml', kubeProxySettings(context))
  write('resolv.conf', `nameserver ${addresses.host(network)}\n`)
  mkdirSync(join(node.folder, 'pki'), { recursive: true })
  copyFileSync(join(node.folder, '../../pki/ca.crt'), join(node.folder, 'pki/ca.crt'))
  preferLegacyIptables(join(node.folder, 'bin'))
}

/** Kernels without nftables are common on small machines, and the older form of iptables works on all of them. */
function preferLegacyIptables(folder: string): void {
  for (const name of [
    'iptables',
    'iptables-save',
    'iptables-restore',
    'ip6tables',
    'ip6tables-save',
    'ip6tables-restore',
  ]) {
    const legacy = `/usr/sbin/${name.replace('tables', 'tables-legacy')}`
    if (existsSync(legacy)) symlinkSync(legacy, join(folder, name))
  }
}
