import { span } from '../output/times.ts'
import type { Prepared } from './prepare-replay.ts'
import { ASSUMED_PER_GPU } from './plan-replay.ts'
import type { RunReport } from './report.ts'
import type { Spread } from './statistics.ts'
import type { BadRow, Trace } from './trace.ts'
import type { Accounting } from './verify-accounting.ts'

/** Everything that a replay has to say, as `-o json` answers it. */
export interface ReplayResult extends RunReport {
  id: string
  file: string
  format: Trace['format']
  /** How many times faster than the trace. */
  speed: number
  arrivalSeconds: number
  /** `demand` is the mean demand for GPUs while work arrives, as a part of the fleet. */
  fleet: { clusters: number; nodes: number; gpus: number; demand: number }
  assumptions: string[]
  rows: {
    read: number
    submitted: number
    refused: BadRow[]
    malformed: BadRow[]
    skipped: BadRow[]
    tooLarge: BadRow[]
  }
  /** Seconds that submissions came after their time. */
  late: Spread
  rounds: { count: number; seen: number; planMicros: Spread }
  outages: { count: number; seconds: number }
  checks: { count: number; violations: string[] }
  accounting: Accounting
  /** All jobs have ended. */
  isComplete: boolean
}

/** What was assumed or changed, in sentences. A reader of the figures has to know. */
export function assumptionsOf(trace: Trace, { plan, tooLarge, fleet }: Prepared): string[] {
  const nodes = fleet.flat()
  return [
    'each queue deserves GPUs in proportion to its GPU-time in the trace; CPU and memory are not limited',
    ...(trace.format === 'philly'
      ? [
          `the trace names no CPU and memory: ${ASSUMED_PER_GPU.cpuMilli / 1000} cores and ${ASSUMED_PER_GPU.memoryMib / 1024} GiB for each GPU`,
          'more GPUs than a node has become a gang of equal replicas',
        ]
      : ['gpu_milli below 1000 asks for that part of one device', 'failed pods end with exit code 1']),
    ...(nodes.some((node) => node.model !== undefined)
      ? ['of several models of GPU the first that the fleet has is asked for']
      : []),
    ...(plan.capped > 0
      ? [`${plan.capped} jobs were cut to ${span(plan.maxRunSeconds * 1000)} in time of the trace`]
      : []),
    ...(tooLarge.length > 0 ? [`${tooLarge.length} jobs fit no cluster and were left out`] : []),
  ]
}
