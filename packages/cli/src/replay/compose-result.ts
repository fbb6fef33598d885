import type { Collected } from './collect.ts'
import type { Outages } from './outages.ts'
import type { Played } from './play.ts'
import type { Prepared } from './prepare-replay.ts'
import { assumptionsOf, type ReplayResult } from './replay-result.ts'
import { reportOf } from './report.ts'
import { spreadOf } from './statistics.ts'
import type { Trace } from './trace.ts'
import { verifyAccounting } from './verify-accounting.ts'

export interface ResultParts {
  id: string
  file: string
  trace: Trace
  prepared: Prepared
  played: Played
  collected: readonly Collected[]
  outages: Outages
}

/** All that is known when a replay is over. */
export function composeResult({ id, file, trace, prepared, played, collected, outages }: ResultParts): ReplayResult {
  const { plan, fleet, gpus, demand, shares, jobs, tooLarge } = prepared
  const { submission, observation, isComplete } = played
  const { firstRound, lastRound } = observation
  const queueOfLine = new Map(jobs.map((job) => [job.line, job.queue]))
  const queueOfId = new Map([...submission.ids].map(([line, one]) => [one, queueOfLine.get(line) ?? '']))
  return {
    id,
    file,
    format: trace.format,
    speed: plan.speed,
    arrivalSeconds: plan.arrivalSeconds,
    fleet: { clusters: fleet.length, nodes: fleet.flat().length, gpus, demand },
    assumptions: assumptionsOf(trace, prepared),
    ...reportOf(collected, { shares, queueOf: (one) => queueOfId.get(one) ?? '', gpus }),
    rows: {
      read: trace.jobs.length,
      submitted: submission.ids.size,
      refused: submission.refused,
      malformed: trace.malformed,
      skipped: trace.skipped,
      tooLarge,
    },
    late: spreadOf(submission.lateSeconds),
    rounds: {
      count: firstRound === undefined || lastRound === undefined ? 0 : lastRound - firstRound + 1,
      seen: observation.roundsSeen,
      planMicros: spreadOf(observation.planMicros),
    },
    outages: { count: outages.count, seconds: outages.seconds },
    checks: { count: observation.checks, violations: observation.violations },
    accounting: verifyAccounting(submission.ids, collected),
    isComplete,
  }
}
