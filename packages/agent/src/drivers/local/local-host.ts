import { availableParallelism, cpus, freemem, release, totalmem, uptime } from 'node:os'
import type { Labels, Taint } from '@fairlead/protocol'
import { readIfThere } from '../../lib/files.ts'
import type { ObservedNode } from '../driver.ts'
import type { Gpu } from './nvidia-smi.ts'

/** What the owner of the host says of it. Absent figures are what the host has. `cpu` cores, `memory` MiB. */
export type HostDeclaration = {
  name: string
  labels: Labels
  taints: Taint[]
  cpu: number | undefined
  memory: number | undefined
  gpus: number | undefined
  gpuModel: string | undefined
}

/** The host as a node: what it has, and what runs may use of it. */
export function localNode(declared: HostDeclaration, gpus: Gpu[] | undefined): ObservedNode {
  const cpu = availableParallelism() * 1000
  const memory = Math.floor(totalmem() / 1_048_576)
  const gpuCount = declared.gpus ?? gpus?.length ?? 0
  const found = gpus?.[0]
  const model = declared.gpuModel ?? found?.model ?? 'unknown'
  const gpuEntry = gpuCount > 0 ? { gpu: gpuCount * 1000 } : {}
  return {
    name: declared.name,
    ready: true,
    schedulable: true,
    labels: {
      'kubernetes.io/hostname': declared.name.slice(0, 63),
      'kubernetes.io/os': process.platform,
      'kubernetes.io/arch': { x64: 'amd64' }[process.arch as string] ?? process.arch,
      ...(gpuCount > 0 ? { 'nvidia.com/gpu.product': labelOf(model) } : {}),
      ...declared.labels,
    },
    taints: declared.taints,
    capacity: { cpu, memory, ...gpuEntry },
    allocatable: {
      cpu: declared.cpu === undefined ? cpu : Math.round(declared.cpu * 1000),
      memory: declared.memory ?? memory,
      ...gpuEntry,
    },
    ...(gpuCount > 0 ? { gpu: { model, count: gpuCount, memoryMib: found?.memoryMib ?? 0 } } : {}),
    versions: { kernel: release(), ...(found === undefined ? {} : { nvidia: found.driver }) },
  }
}

/** Milliseconds since the host was started: the clock that processes of different lives share. */
export function uptimeMs(): number {
  return uptime() * 1000
}

/** Processor time that the whole host has spent, in milliseconds of one core. */
export function hostBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

/** Memory in use on the whole host, MiB. What caches hold can be had back and does not count. */
export function hostUsedMib(): number {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(readIfThere('/proc/meminfo') ?? '')?.[1]
  const availableMib = available === undefined ? freemem() / 1_048_576 : Number(available) / 1024
  return Math.max(0, Math.round(totalmem() / 1_048_576 - availableMib))
}

function labelOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 63)
}
