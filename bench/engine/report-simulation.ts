import type { SimulationResult } from '@fairlead/scheduler'
import { machine, report } from '../machine.ts'
import { rounded } from './measure-round.ts'
import { threadCpuMs } from './thread-cpu.ts'

/** Runs something that simulates and prints its line: what it cost us, and what became of the work. `about` stands first in the line. */
export function reportSimulation(about: Record<string, unknown>, play: () => SimulationResult): SimulationResult {
  const cpuBefore = threadCpuMs()
  const from = performance.now()
  const result = play()
  const ms = performance.now() - from
  const cpuMs = threadCpuMs() - cpuBefore
  const { workloads, counts, violations, startAt } = result
  const lastEnd = workloads.reduce((last, { endedAt = startAt }) => Math.max(last, endedAt), startAt)
  report({
    bench: 'engine',
    ...about,
    ms: rounded(ms),
    cpuMs: rounded(cpuMs),
    msPerRound: rounded(ms / Math.max(1, counts.rounds)),
    rounds: counts.rounds,
    rssMaxMib: Math.round(process.resourceUsage().maxRSS / 1_024),
    makespanS: rounded((lastEnd - startAt) / 1_000),
    workloads: workloads.length,
    ended: workloads.filter(({ state }) => state === 'ended').length,
    neverStarted: workloads.filter(({ startedAt }) => startedAt === undefined).length,
    preemptions: counts.preemptions,
    lostHours: rounded(workloads.reduce((sum, { lostMs }) => sum + lostMs, 0) / 3_600_000),
    pools: result.pools.map(({ poolId, waits, delays, shareError, utilisation, resource }) => ({
      pool: poolId,
      waitS: seconds(waits),
      delayS: seconds(delays),
      shareError: rounded(shareError),
      use: rounded(utilisation[resource] ?? 0),
    })),
    violations: violations.length === 0 ? 'none' : `${violations.length}: ${violations[0]!.text}`,
    ...machine(),
  })
  if (violations.length > 0) process.exitCode = 1
  return result
}

function seconds({ mean, p50, p90, max }: SimulationResult['pools'][number]['waits']): Record<string, number> {
  return {
    mean: rounded(mean / 1_000),
    p50: rounded(p50 / 1_000),
    p90: rounded(p90 / 1_000),
    max: rounded(max / 1_000),
  }
}
