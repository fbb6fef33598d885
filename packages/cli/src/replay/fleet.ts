import { numberIn } from './trace.ts'
import { readCsv } from './read-trace.ts'
import type { BadRow } from './trace.ts'
import { UsageError } from '../lib/usage-error.ts'

/** One machine. */
export interface FleetNode {
  cpuMilli: number
  memoryMib: number
  gpus: number
  model: string | undefined
}

/** Machines of each cluster. */
export type Fleet = readonly (readonly FleetNode[])[]

/** What a simulated machine keeps for itself. */
const SYSTEM: Pick<FleetNode, 'cpuMilli' | 'memoryMib'> = { cpuMilli: 100, memoryMib: 256 }
const NODE_FIELDS = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model']

/** Cores and memory that come with each GPU of an equal machine: those of the most frequent GPU machine in the openb fleet. */
const PER_GPU = { cpuMilli: 12_000, memoryMib: 49_152 }

export function equalNode(gpus: number): FleetNode {
  const parts = Math.max(1, gpus)
  return { cpuMilli: PER_GPU.cpuMilli * parts, memoryMib: PER_GPU.memoryMib * parts, gpus, model: undefined }
}

/** What jobs may use of a machine. */
export function allocatable(node: FleetNode): FleetNode {
  return { ...node, cpuMilli: node.cpuMilli - SYSTEM.cpuMilli, memoryMib: node.memoryMib - SYSTEM.memoryMib }
}

/** Machines of an openb node list, dealt out to `clusters` in turn. */
export function readFleet(file: string, text: string, clusters: number): { fleet: FleetNode[][]; malformed: BadRow[] } {
  const { header, rows } = readCsv(text)
  if (!NODE_FIELDS.every((field) => header.includes(field))) {
    throw new UsageError('this is no node list: its first line names other fields', {
      where: `${file}:1`,
      hint: `give one with these fields: ${NODE_FIELDS.join(',')}`,
    })
  }
  const malformed: BadRow[] = []
  const nodes: FleetNode[] = []
  for (const { line, record } of rows) {
    const cpu = numberIn(record, 'cpu_milli')
    const memory = numberIn(record, 'memory_mib')
    const gpu = numberIn(record, 'gpu')
    const bad = [cpu, memory, gpu].find((read) => 'malformed' in read)
    if (bad && 'malformed' in bad) malformed.push({ line, reason: bad.malformed })
    else if ('value' in cpu && 'value' in memory && 'value' in gpu) {
      const model = record['model'] === '' ? undefined : record['model']
      nodes.push({ cpuMilli: cpu.value, memoryMib: memory.value, gpus: gpu.value, model })
    }
  }
  const alike = nodes.toSorted((a, b) => shapeOf(a).localeCompare(shapeOf(b)))
  const fleet = Array.from({ length: clusters }, (_, cluster) =>
    alike.filter((_node, index) => index % clusters === cluster),
  )
  return { fleet, malformed }
}

/** The fleet of one cluster as the setting of its agent wants it. */
export function fleetSetting(nodes: readonly FleetNode[], replayId: string): string {
  const groups = [...Map.groupBy(nodes, shapeOf).values()].map((alike, index) => {
    const [{ cpuMilli, memoryMib, gpus, model } = equalNode(0)] = alike
    return {
      count: alike.length,
      namePrefix: `${(model ?? (gpus > 0 ? 'gpu' : 'cpu')).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${index}`,
      shape: {
        cpu: cpuMilli / 1000,
        memory: memoryMib,
        gpu: gpus,
        ...(model === undefined ? {} : { gpuModel: model }),
      },
      labels: { [SIMULATED_LABEL]: 'true' },
      taints: [{ key: REPLAY_KEY, value: replayId, effect: 'NoSchedule' }],
    }
  })
  return JSON.stringify(groups)
}

/** Chooses the pool of all replays: their machines are nobody else's, and their shares are counted by themselves. */
export const SIMULATED_LABEL = 'fairlead.dev/simulated'
/** Taint of the machines and label of the jobs of one replay: real work must never land on a machine that only pretends. */
export const REPLAY_KEY = 'fairlead.dev/replay'
/** Label by which clusters choose a model of GPU. */
export const MODEL_LABEL = 'nvidia.com/gpu.product'

function shapeOf({ cpuMilli, memoryMib, gpus, model }: FleetNode): string {
  return `${gpus}/${model ?? ''}/${cpuMilli}/${memoryMib}`
}
