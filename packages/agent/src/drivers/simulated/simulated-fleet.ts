import type { Labels, ResourceList, Taint } from '@fairlead/protocol'
import type { ObservedNode } from '../driver.ts'

/** One machine. `cpu` cores, `memory` MiB, `gpu` whole devices, `gpuMemory` MiB of each device. */
export type NodeShape = {
  cpu: number
  memory: number
  gpu: number
  gpuModel?: string | undefined
  gpuMemory?: number | undefined
  /** Other resources by name, in pieces. */
  extended?: ResourceList | undefined
}

/** Equal machines. Their names are the prefix and a number from 0. */
export type FleetGroup = { count: number; shape: NodeShape; labels: Labels; taints: Taint[]; namePrefix: string }

/** Share of a machine that its system needs, so that allocatable is less than capacity, as on a real one. */
const SYSTEM_CPU_MILLI = 100
const SYSTEM_MEMORY_MIB = 256

/** All nodes of the simulated cluster, in the order of the groups. */
export function simulatedNodes(fleet: FleetGroup[]): ObservedNode[] {
  return fleet.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) => nodeOf(group, `${group.namePrefix}-${index}`)),
  )
}

function nodeOf(group: FleetGroup, name: string): ObservedNode {
  const { shape } = group
  const capacity = capacityOf(shape)
  const labels: Labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    ...(shape.gpuModel === undefined ? {} : { 'nvidia.com/gpu.product': shape.gpuModel }),
    ...group.labels,
  }
  return {
    name,
    ready: true,
    schedulable: true,
    labels,
    taints: group.taints,
    capacity,
    allocatable: {
      ...capacity,
      cpu: Math.max(0, (capacity.cpu ?? 0) - SYSTEM_CPU_MILLI),
      memory: Math.max(0, (capacity.memory ?? 0) - SYSTEM_MEMORY_MIB),
    },
    ...(shape.gpu > 0
      ? { gpu: { model: shape.gpuModel ?? 'simulated', count: shape.gpu, memoryMib: shape.gpuMemory ?? 81_920 } }
      : {}),
    versions: { kubelet: 'simulated' },
  }
}

/** A shape in the units of the wire. */
export function capacityOf(shape: NodeShape): ResourceList {
  return {
    cpu: Math.round(shape.cpu * 1000),
    memory: Math.round(shape.memory),
    ...(shape.gpu > 0 ? { gpu: shape.gpu * 1000 } : {}),
    ...shape.extended,
  }
}
