import type { MetricSample } from '@fairlead/protocol'

/** Cores in thousandths, memory in MiB, devices in percent busy and MiB. */
export type Figures = { cpu?: number; memory?: number; gpu?: number[]; gpuMemory?: number }

export type Usage = { nodes: Map<string, Figures>; runs: Map<string, Figures> }

export function emptyUsage(): Usage {
  return { nodes: new Map(), runs: new Map() }
}

/** Adds to what one node or run uses. */
export function addUsage(all: Map<string, Figures>, key: string, more: Figures): void {
  const sum = all.get(key) ?? {}
  if (more.cpu !== undefined) sum.cpu = (sum.cpu ?? 0) + more.cpu
  if (more.memory !== undefined) sum.memory = (sum.memory ?? 0) + more.memory
  if (more.gpuMemory !== undefined) sum.gpuMemory = (sum.gpuMemory ?? 0) + more.gpuMemory
  if (more.gpu !== undefined) sum.gpu = [...(sum.gpu ?? []), ...more.gpu]
  all.set(key, sum)
}

/** Devices are averaged, all else is summed. */
export function samplesOf({ nodes, runs }: Usage): MetricSample[] {
  const sample = (kind: 'node' | 'run', key: string, { cpu, memory, gpu, gpuMemory }: Figures): MetricSample => ({
    kind,
    key,
    values: {
      ...(cpu === undefined ? {} : { cpu: Math.round(cpu) }),
      ...(memory === undefined ? {} : { memory: Math.round(memory) }),
      ...(gpu === undefined ? {} : { gpu: Math.round(gpu.reduce((sum, one) => sum + one, 0) / gpu.length) }),
      ...(gpuMemory === undefined ? {} : { gpuMemory: Math.round(gpuMemory) }),
    },
  })
  return [
    ...[...nodes].map(([key, figures]) => sample('node', key, figures)),
    ...[...runs].map(([key, figures]) => sample('run', key, figures)),
  ]
}
