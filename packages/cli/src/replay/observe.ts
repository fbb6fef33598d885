import { UnavailableError, type Client, type Tally, type Workload } from '@fairlead/sdk'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkNodes, checkQueues, checkWorkloads, type Checked } from './check-invariants.ts'
import { REPLAY_KEY } from './fleet.ts'
import type { Outages } from './outages.ts'

export interface Observation {
  /** Single comparisons that were made, and those that failed. */
  checks: number
  violations: string[]
  /** Rounds after which it was looked. */
  roundsSeen: number
  firstRound: number | undefined
  lastRound: number | undefined
  /** Microseconds that the seen rounds took to plan. */
  planMicros: number[]
  phases: Record<string, number>
}

export interface ObserveOptions {
  client: Client
  replayId: string
  pool: string
  department: string
  replicasOf: (workloadId: string) => number | undefined
  /** True when nothing more will be submitted; then the observation ends with the last job. */
  submitted: () => { isDone: boolean; count: number }
  signal: AbortSignal
  outages: Outages
  observation: Observation
  onProgress: (observation: Observation) => void
  /** On `performance.now()`. */
  deadline: () => number
}

const PAUSE_MS_MIN = 400
const VIOLATIONS_MAX = 100
const LIVE = ['ASSIGNED', 'STARTING', 'RUNNING'] as const

export function newObservation(): Observation {
  return {
    checks: 0,
    violations: [],
    roundsSeen: 0,
    firstRound: undefined,
    lastRound: undefined,
    planMicros: [],
    phases: {},
  }
}

/** Looks after each round that it sees, until all jobs have ended. Answers `late` when the deadline comes first. */
export async function observe(options: ObserveOptions): Promise<'ended' | 'late'> {
  const { signal, outages, observation, submitted, onProgress, deadline } = options
  for (;;) {
    const startedAt = performance.now()
    try {
      const { isDone, count } = submitted()
      const ended = await look(options)
      outages.isBack()
      onProgress(observation)
      if (isDone && ended >= count) return 'ended'
    } catch (error) {
      if (!(error instanceof UnavailableError) || signal.aborted) throw error
      outages.isAway(error)
    }
    if (performance.now() > deadline()) return 'late'
    // A look must not become the load that it watches.
    const pauseMs = Math.max(PAUSE_MS_MIN, 2 * (performance.now() - startedAt))
    await sleep(pauseMs, undefined, { signal })
  }
}

/** One look. Answers how many jobs have ended. */
async function look(options: ObserveOptions): Promise<number> {
  const { client, replayId, observation, signal } = options
  const [overview, tally] = await Promise.all([
    client.metrics.overview({ signal, retries: 0 }),
    client.jobs.tally({ label: `${REPLAY_KEY}=${replayId}` }, { signal, retries: 0 }),
  ])
  observation.phases = sumPhases(tally)
  const round = overview.lastRound
  if (round && round.id !== observation.lastRound) {
    observation.firstRound ??= round.id
    observation.lastRound = round.id
    observation.roundsSeen += 1
    observation.planMicros.push(round.planMicros)
    await check(options)
  }
  const { SUCCEEDED = 0, FAILED = 0, CANCELLED = 0 } = observation.phases
  return SUCCEEDED + FAILED + CANCELLED
}

async function check({
  client,
  replayId,
  pool,
  department,
  replicasOf,
  observation,
  signal,
}: ObserveOptions): Promise<void> {
  const call = { signal, retries: 0 }
  const [nodes, queues, live] = await Promise.all([
    client.nodes.list({ nodePool: pool }, call),
    client.queues.list({ nodePool: pool }, call),
    liveJobs(client, department, replayId, call),
  ])
  for (const { count, violations } of [
    checkNodes(nodes, replicasOf),
    checkQueues(queues),
    checkWorkloads(live),
  ] satisfies Checked[]) {
    observation.checks += count
    const room = VIOLATIONS_MAX - observation.violations.length
    observation.violations.push(...violations.slice(0, Math.max(0, room)))
  }
}

async function liveJobs(
  client: Client,
  department: string,
  replayId: string,
  call: { signal: AbortSignal; retries: number },
): Promise<Workload[]> {
  const jobs: Workload[] = []
  const filter = { department, search: replayId, phase: [...LIVE], pageSize: 1000 }
  for await (const job of client.jobs.list(filter, call)) jobs.push(job.data)
  return jobs
}

function sumPhases(tally: readonly Tally[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const { phases } of tally) {
    for (const [phase, count] of Object.entries(phases)) sum[phase] = (sum[phase] ?? 0) + count
  }
  return sum
}
