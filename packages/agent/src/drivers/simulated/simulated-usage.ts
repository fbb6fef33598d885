import type { MetricSample } from '@fairlead/protocol'
import type { ObservedNode } from '../driver.ts'
import { hashText } from '../../lib/seeded-random.ts'
import type { SimulatedRun } from './simulated-run.ts'

type Usage = { cpu: number; memory: number; gpu: number; gpuMemory: number }

/** Figures stay the same within this time, so that two readers agree. */
const STEP_MS = 15_000

/**
 * Plausible usage of every node, and of every run in `running`: each uses most of what it asked for, moving a little with
 * time, some runs much less (there is always somebody who asks for more than needed).
 */
export function simulatedUsage(
  nodes: Iterable<ObservedNode>,
  running: Iterable<SimulatedRun>,
  now: number,
): MetricSample[] {
  const samples: MetricSample[] = []
  const byNode = new Map<string, Usage>()
  const models = new Map<string, ObservedNode>()
  for (const node of nodes) {
    byNode.set(node.name, { cpu: 50, memory: 300, gpu: 0, gpuMemory: 0 })
    models.set(node.name, node)
  }
  for (const run of running) {
    const total: Usage = { cpu: 0, memory: 0, gpu: 0, gpuMemory: 0 }
    const share = shareOf(run, now)
    for (const place of run.nodes) {
      const used = replicaUsage(run, models.get(place)?.gpu?.memoryMib ?? 0, share)
      add(total, used)
      const sum = byNode.get(place)
      if (sum) add(sum, used)
    }
    samples.push({ kind: 'run', key: run.runId, values: valuesOf(total, (run.resources.gpu ?? 0) * run.nodes.length) })
  }
  for (const [name, sum] of byNode) {
    samples.push({ kind: 'node', key: name, values: valuesOf(sum, models.get(name)?.capacity.gpu ?? 0) })
  }
  return samples
}

function replicaUsage(run: SimulatedRun, gpuMemoryMib: number, share: number): Usage {
  const gpu = run.resources.gpu ?? 0
  return {
    cpu: (run.resources.cpu ?? 0) * share,
    memory: (run.resources.memory ?? 0) * (0.4 + share / 2),
    // Percent times thousandths of devices; divided by the devices at the end.
    gpu: gpu * 100 * share,
    gpuMemory: (gpu / 1000) * gpuMemoryMib * (0.3 + share / 2),
  }
}

/** The end of the id of a seeded run is of its owner, who shall not change what it uses. */
const OWN_CHARS = 8

/** As its owner said; else from 0.05 to 1, fixed for a run up to a small wave. */
function shareOf({ runId, usage }: SimulatedRun, now: number): number {
  if (usage !== undefined) return usage
  const base = (hashText(runId.slice(0, -OWN_CHARS)) >>> 0) / 4_294_967_296
  const level = base < 0.15 ? 0.1 : 0.55 + base * 0.4
  const wave = 0.05 * Math.sin(Math.floor(now / STEP_MS) + base * 100)
  return Math.min(1, Math.max(0.05, level + wave))
}

function valuesOf(usage: Usage, gpuMilli: number): MetricSample['values'] {
  return {
    cpu: Math.round(usage.cpu),
    memory: Math.round(usage.memory),
    ...(gpuMilli > 0 ? { gpu: Math.round(usage.gpu / gpuMilli), gpuMemory: Math.round(usage.gpuMemory) } : {}),
  }
}

function add(sum: Usage, more: Usage): void {
  sum.cpu += more.cpu
  sum.memory += more.memory
  sum.gpu += more.gpu
  sum.gpuMemory += more.gpuMemory
}
