import type { ResourceList, Taint } from '@fairlead/protocol'
import type { ObservedNode } from '../../driver.ts'
import { parseQuantity } from '../api/quantity.ts'
import type { GpuResource } from '../render/render-context.ts'
import type { Raw, RawCondition } from './raw.ts'

export type RawNode = Raw & {
  spec?: { unschedulable?: boolean; taints?: { key: string; value?: string; effect: string }[] }
  status?: {
    conditions?: RawCondition[]
    capacity?: Record<string, string>
    allocatable?: Record<string, string>
    nodeInfo?: Record<string, string>
  }
}

export type NodeFacts = { node: ObservedNode; gpu: GpuResource | undefined }

/** Names under which device plugins offer whole devices, in the order in which they are looked for. */
const GPU_RESOURCES = [
  'nvidia.com/gpu',
  'nvidia.com/gpu.shared',
  'amd.com/gpu',
  'habana.ai/gaudi',
  'gpu.intel.com/i915',
  'gpu.intel.com/xe',
]
/** Taints that Kubernetes puts on a node for its condition: they say what `ready` and `schedulable` say. */
const CONDITION_TAINT = /^node\.kubernetes\.io\/(not-ready|unreachable|unschedulable)$/
const AMOUNT_MAX = 2_147_483_647

export function readNode(raw: RawNode): NodeFacts {
  const { metadata, spec = {}, status = {} } = raw
  const labels = metadata.labels ?? {}
  const gpu = gpuResource(status.capacity ?? {}, labels)
  const capacity = resourceList(status.capacity ?? {}, gpu)
  const ready = status.conditions?.find(({ type }) => type === 'Ready')
  const gpuInfo = gpuOf(capacity, labels)
  const node: ObservedNode = {
    name: metadata.name,
    ready: ready?.status === 'True',
    schedulable: spec.unschedulable !== true,
    labels: shortLabels(labels),
    taints: taintsOf(spec.taints ?? []),
    capacity,
    allocatable: resourceList(status.allocatable ?? {}, gpu),
    ...(gpuInfo === undefined ? {} : { gpu: gpuInfo }),
    versions: versionsOf(status.nodeInfo ?? {}, labels),
    ...(ready?.status === 'True' || ready?.message === undefined ? {} : { message: ready.message.slice(0, 1024) }),
  }
  return { node, gpu }
}

/** Amounts in the units of the wire. Devices are `gpu`; what else has a vendor's name passes under it. */
export function resourceList(amounts: Record<string, string>, gpu: GpuResource | undefined): ResourceList {
  const list: ResourceList = {}
  for (const [name, text] of Object.entries(amounts)) {
    const amount = parseQuantity(text)
    if (name === 'cpu') list.cpu = bounded(amount * 1000)
    else if (name === 'memory') list.memory = bounded(amount / 1_048_576)
    else if (name === gpu?.name) list.gpu = bounded((amount * 1000) / gpu.unitsPerDevice)
    else if (name.includes('/') && !name.startsWith('hugepages')) list[name] = bounded(amount)
  }
  return list
}

/** Devices that are shared in turns are offered several times: their label says how often. */
function gpuResource(capacity: Record<string, string>, labels: Record<string, string>): GpuResource | undefined {
  const name = GPU_RESOURCES.find((each) => parseQuantity(capacity[each]) > 0)
  if (name === undefined) return undefined
  const replicas = name.startsWith('nvidia.com/') ? Number(labels['nvidia.com/gpu.replicas'] ?? 1) : 1
  return { name, unitsPerDevice: Number.isInteger(replicas) && replicas > 1 ? replicas : 1 }
}

function gpuOf(capacity: ResourceList, labels: Record<string, string>): ObservedNode['gpu'] {
  const count = Number(labels['nvidia.com/gpu.count'] ?? Math.ceil((capacity.gpu ?? 0) / 1000))
  if (!(count > 0)) return undefined
  const model =
    labels['nvidia.com/gpu.product']?.replace(/-SHARED$/, '') ??
    labels['amd.com/gpu.product-name'] ??
    (labels['amd.com/gpu.vram'] === undefined ? undefined : 'AMD') ??
    (labels['feature.node.kubernetes.io/pci-1da3.present'] === undefined ? undefined : 'Gaudi')
  const memoryMib =
    labels['nvidia.com/gpu.memory'] === undefined
      ? parseQuantity((labels['amd.com/gpu.vram'] ?? '0G').replace(/G$/, 'Gi')) / 1_048_576
      : Number(labels['nvidia.com/gpu.memory'])
  return { model: (model ?? 'unknown').slice(0, 128), count, memoryMib: bounded(memoryMib) }
}

function taintsOf(taints: { key: string; value?: string; effect: string }[]): Taint[] {
  return taints
    .filter(({ key }) => !CONDITION_TAINT.test(key))
    .map(({ key, value = '', effect }) => ({ key, value, effect: effect as Taint['effect'] }))
}

function versionsOf(info: Record<string, string>, labels: Record<string, string>): Record<string, string> {
  const { kubeletVersion, kernelVersion, containerRuntimeVersion, osImage } = info
  const driver = labels['nvidia.com/cuda.driver-version.full'] ?? labels['nvidia.com/cuda.driver-version.major']
  return Object.fromEntries(
    Object.entries({
      kubelet: kubeletVersion,
      kernel: kernelVersion,
      runtime: containerRuntimeVersion,
      os: osImage,
      driver,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  )
}

/** Feature discovery puts a hundred labels about the processor on a node; nobody places by them. */
function shortLabels(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => !/^feature\.node\.kubernetes\.io\/(cpu|kernel|system|memory)/.test(name)),
  )
}

function bounded(amount: number): number {
  return Math.min(AMOUNT_MAX, Math.max(0, Math.floor(amount + 1e-6)))
}
