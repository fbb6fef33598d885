import type { V1Node, V1Taint } from '@kubernetes/client-node'
import { until } from '../../../tools/processes/child.ts'
import type { RigCluster } from '../cluster/rig-cluster.ts'
import type { Say } from '../programs/ensure-program.ts'
import { NODE_SHAPES, type NodeShape, type NodeShapeName } from './node-shapes.ts'
import { SIMULATED, startKwok } from './start-kwok.ts'

export interface KwokNodeOptions {
  count: number
  /** By name, or made to measure. `cpu` when left out. */
  shape?: NodeShapeName | NodeShape
  /** More of them, or others than the shape's, for all nodes or by their number from 1. */
  labels?: Record<string, string> | ((index: number) => Record<string, string>)
  taints?: V1Taint[]
  /** The shape's name when left out. Nodes are called PREFIX-1 and so on; those that exist are counted on from. */
  namePrefix?: string
  say?: Say
}

const PODS_PER_NODE = '110'
/** Calls under way at a time. */
const ABREAST = 24

/** Adds nodes that no machine stands behind, and waits until they are Ready. Answers their names. */
export async function addKwokNodes(cluster: RigCluster, options: KwokNodeOptions): Promise<string[]> {
  await startKwok(cluster, options.say)
  const { core } = cluster.client
  const shape = typeof options.shape === 'object' ? options.shape : NODE_SHAPES[options.shape ?? 'cpu']
  const prefix = options.namePrefix ?? (typeof options.shape === 'object' ? 'node' : (options.shape ?? 'cpu'))
  const before = (await core.listNode()).items
  const first = before.filter(({ metadata }) => metadata?.name?.startsWith(`${prefix}-`)).length + 1
  const bodies = Array.from({ length: options.count }, (_, at) =>
    nodeOf({
      name: `${prefix}-${first + at}`,
      address: `10.96.${((before.length + at) >> 8) & 255}.${(before.length + at) & 255}`,
      version: cluster.version,
      shape,
      labels: labelsOf(options, first + at),
      taints: options.taints ?? [],
    }),
  )
  for (let at = 0; at < bodies.length; at += ABREAST)
    await Promise.all(bodies.slice(at, at + ABREAST).map((body) => core.createNode({ body })))
  const names = bodies.map((body) => body.metadata?.name ?? '')
  await untilReady(cluster, new Set(names))
  return names
}

function labelsOf({ labels }: KwokNodeOptions, index: number): Record<string, string> {
  return typeof labels === 'function' ? labels(index) : (labels ?? {})
}

function nodeOf(node: {
  name: string
  address: string
  version: string
  shape: NodeShape
  labels: Record<string, string>
  taints: V1Taint[]
}): V1Node {
  const { name, shape } = node
  const resources = { ...shape.resources, pods: PODS_PER_NODE }
  return {
    metadata: {
      name,
      labels: {
        [SIMULATED]: 'true',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...shape.labels,
        ...node.labels,
      },
    },
    spec: { taints: node.taints },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'simulated',
        kernelVersion: 'simulated',
        containerRuntimeVersion: 'simulated://1',
        kubeletVersion: `v${node.version}`,
        kubeProxyVersion: '',
        machineID: name,
        systemUUID: name,
        bootID: name,
      },
    },
  }
}

async function untilReady(cluster: RigCluster, names: ReadonlySet<string>): Promise<void> {
  await until(
    `${names.size} simulated nodes are Ready`,
    async () => {
      const { items } = await cluster.client.core.listNode({ labelSelector: `${SIMULATED}=true` })
      const ready = items.filter(
        ({ metadata, status }) =>
          names.has(metadata?.name ?? '') &&
          status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True'),
      )
      return ready.length === names.size ? true : undefined
    },
    60_000,
  )
}
