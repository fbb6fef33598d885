import { simulate, type SimulationInput, type SimulationOrder, type SimulationResult } from '@fairlead/scheduler'
import { machine, report } from '../machine.ts'
import type { ReplayCase } from './replay-case.ts'

const HOUR = 3_600_000

/** Plays a case in one order and prints its line. */
export function playCase(
  one: ReplayCase,
  order: SimulationOrder,
): { input: SimulationInput; result: SimulationResult; ms: number } {
  const { world, startAt, arrivals, roundEveryMs, measure } = one
  const input: SimulationInput = {
    world,
    startAt,
    arrivals,
    order,
    roundEveryMs,
    checkEveryRounds: 1_000,
    ...(measure === undefined ? {} : { measure }),
  }
  const cpu = process.cpuUsage()
  const from = performance.now()
  const result = simulate(input)
  const ms = performance.now() - from
  const { user, system } = process.cpuUsage(cpu)
  const [pool] = result.pools
  if (pool === undefined) throw new Error(`${one.name}: no pool`)
  report({
    bench: 'replay',
    case: one.name,
    order,
    ms: Math.round(ms),
    cpuMs: Math.round((user + system) / 1_000),
    jobs: result.workloads.length,
    ended: pool.ended,
    neverStarted: pool.neverStarted,
    rounds: result.counts.rounds,
    preemptions: result.counts.preemptions,
    lostGpuHours: hours(pool.lost['gpu'] ?? 0),
    waitSeconds: seconds(pool.waits),
    delaySeconds: seconds(pool.delays),
    shareError: rounded(pool.shareError),
    owed: rounded(pool.owed),
    utilisation: rounded(pool.utilisation['gpu'] ?? 0),
    queues: result.queues.map((queue) => ({
      queue: queue.queueId,
      jobs: queue.workloads,
      waitSeconds: seconds(queue.waits),
      share: rounded(queue.allocatedShare),
      fairShare: rounded(queue.fairShare),
      shareError: rounded(queue.shareError),
      owed: rounded(queue.owed),
      preemptions: queue.preemptions,
    })),
    peakMib: peakMib(),
    violations: result.violations.length,
    checks: result.counts.checks,
    inputs: `${one.inputs}; rounds at least ${roundEveryMs / 1_000} s apart`,
    ...(order === 'fair' && one.peer !== undefined ? { peer: one.peer } : {}),
    ...machine(),
  })
  return { input, result, ms }
}

/** The most memory that this process ever had resident, in MiB. */
export function peakMib(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024)
}

function seconds({ mean, p50, p90, p99, max }: SimulationResult['pools'][number]['waits']): Record<string, number> {
  const whole = (ms: number) => Math.round(ms / 1_000)
  return { mean: whole(mean), p50: whole(p50), p90: whole(p90), p99: whole(p99), max: whole(max) }
}

/** GPU-hours of thousandths of devices times milliseconds. */
function hours(amount: number): number {
  return Math.round(amount / 1_000 / HOUR)
}

export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
