import type { MetricSample } from '@fairlead/protocol'
import type { ObservedNode } from '../driver.ts'
import { hostBusyMs, hostUsedMib } from './local-host.ts'
import type { LocalRun } from './local-run.ts'
import { queryGpus, type Gpu } from './nvidia-smi.ts'
import { scanProcesses } from './sessions.ts'

const TICK_MS = 10
const PAGE_MIB = 4096 / 1_048_576

type Reading = { cpuMs: number; at: number }

/** Usage of the host and of each run since the last reading. A first reading has no processor time yet. */
export class UsageMeter {
  readonly #last = new Map<string, Reading>()

  /** @param options.now Monotonic milliseconds. */
  async read(options: { node: ObservedNode | undefined; runs: LocalRun[]; now: number }): Promise<MetricSample[]> {
    const { node, runs, now } = options
    if (node === undefined) return []
    const gpus = node.gpu === undefined ? undefined : await queryGpus()
    const samples: MetricSample[] = []
    const cpu = this.#rate('host', hostBusyMs(), now)
    samples.push({
      kind: 'node',
      key: node.name,
      values: { memory: hostUsedMib(), ...(cpu === undefined ? {} : { cpu }), ...gpuValues(gpus) },
    })
    if (runs.length > 0 && process.platform === 'linux') samples.push(...(await this.#runs(runs, gpus, now)))
    this.#forgetAllBut(new Set(['host', ...runs.map((run) => run.ref.runId)]))
    return samples
  }

  async #runs(runs: LocalRun[], gpus: Gpu[] | undefined, now: number): Promise<MetricSample[]> {
    const runOfSession = new Map<number, string>()
    for (const run of runs) {
      for (const { leader } of run.replicas) if (leader !== undefined) runOfSession.set(leader.pid, run.ref.runId)
    }
    const sums = new Map<string, { cpuMs: number; memory: number }>()
    for (const stat of await scanProcesses()) {
      const runId = runOfSession.get(stat.session)
      if (runId === undefined) continue
      const sum = sums.get(runId) ?? { cpuMs: 0, memory: 0 }
      sum.cpuMs += stat.cpuTicks * TICK_MS
      sum.memory += stat.residentPages * PAGE_MIB
      sums.set(runId, sum)
    }
    return runs.flatMap((run): MetricSample[] => {
      const sum = sums.get(run.ref.runId)
      if (sum === undefined) return []
      const cpu = this.#rate(run.ref.runId, sum.cpuMs, now)
      const devices = new Set(run.record?.devices.flat())
      const own = gpus?.filter((gpu) => devices.has(gpu.index))
      const values = { memory: Math.round(sum.memory), ...(cpu === undefined ? {} : { cpu }), ...gpuValues(own) }
      return [{ kind: 'run', key: run.ref.runId, values }]
    })
  }

  /** Thousandths of a core since the last reading. */
  #rate(key: string, cpuMs: number, now: number): number | undefined {
    const last = this.#last.get(key)
    this.#last.set(key, { cpuMs, at: now })
    if (last === undefined || now <= last.at) return undefined
    return Math.max(0, Math.round(((cpuMs - last.cpuMs) / (now - last.at)) * 1000))
  }

  #forgetAllBut(keys: ReadonlySet<string>): void {
    for (const key of this.#last.keys()) if (!keys.has(key)) this.#last.delete(key)
  }
}

function gpuValues(gpus: Gpu[] | undefined): MetricSample['values'] {
  if (gpus === undefined || gpus.length === 0) return {}
  return {
    gpu: Math.round(gpus.reduce((sum, gpu) => sum + gpu.busyPercent, 0) / gpus.length),
    gpuMemory: Math.round(gpus.reduce((sum, gpu) => sum + gpu.usedMib, 0)),
  }
}
