import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  applyDeltas,
  createState,
  DEFAULT_POLICY,
  planRound,
  type Delta,
  type Plan,
  type Policy,
  type SchedulerState,
} from '@fairlead/scheduler'
import { machine, report } from '../machine.ts'
import { checkPlan } from './check-plan.ts'
import { makeTrue } from './make-true.ts'
import type { PeerFigure } from './peers.ts'
import { planDigest } from './plan-digest.ts'
import { SEED } from './seeded.ts'
import { NOW } from './world.ts'
import { threadCpuMs } from './thread-cpu.ts'

/** One round to time: from a state that is loaded to a plan that could be committed. */
export interface RoundCase {
  name: string
  input: string
  deltas: () => Iterable<Delta>
  policy?: Partial<Policy>
  /** Rounds whose plans are made true before the clock starts. */
  settleRounds?: number
  /** News that come after these rounds. */
  news?: () => Iterable<Delta>
  repeats: number
  peers?: readonly PeerFigure[]
}

/** What `measureRound` printed, for whoever puts lines side by side. */
export interface RoundFigures {
  ms: number
  cpuMs: number
  /** Processor time. */
  loadCpuMs: number
  heapMib: number
}

/**
 * Loads the state, warms up, times rounds, checks the last plan and prints one line. `cpuMs` is the
 * median of this thread's processor time, `heapMib` what the loaded state holds, `roundMib` what one round allocates, as far as no collection fell into it.
 */
export function measureRound(one: RoundCase): RoundFigures {
  const policy: Policy = { ...DEFAULT_POLICY, placementsMaxPerRound: 100_000, ...one.policy }
  const empty = heapMib()
  const state = createState()
  const { loadMs, loadCpuMs } = load(state, one.deltas())
  const loaded = heapMib() - empty
  for (let round = 0; round < (one.settleRounds ?? 0); round++) makeTrue(state, timed(state, policy).plan)
  if (one.news !== undefined) applyDeltas(state, one.news())
  let { plan, mib: roundMib } = warmUp(state, policy)
  const times: number[] = []
  const cpuTimes: number[] = []
  for (let repeat = 0; repeat < one.repeats; repeat++) {
    const round = timed(state, policy)
    times.push(round.ms)
    cpuTimes.push(round.cpuMs)
    roundMib = Math.max(roundMib, round.mib)
    plan = round.plan
  }
  times.sort((a, b) => a - b)
  cpuTimes.sort((a, b) => a - b)
  const ms = times[times.length >> 1]!
  const cpuMs = cpuTimes[cpuTimes.length >> 1]!
  const digest = planDigest(plan)
  const check = checkPlan(state, plan)
  const decided = check.placed + check.nominated
  report({
    bench: 'engine',
    case: one.name,
    input: `${one.input}; seed ${SEED}`,
    ms: rounded(ms),
    min: rounded(times[0]!),
    max: rounded(times[times.length - 1]!),
    cpuMs: rounded(cpuMs),
    repeats: one.repeats,
    ...(decided === 0 ? {} : { perDecisionUs: rounded((ms * 1_000) / decided) }),
    loadMs: rounded(loadMs),
    loadCpuMs: rounded(loadCpuMs),
    heapMib: rounded(loaded),
    roundMib: rounded(roundMib),
    rssMaxMib: Math.round(process.resourceUsage().maxRSS / 1_024),
    ...check,
    plan: digest,
    ...(one.peers === undefined ? {} : { peers: one.peers }),
    ...machine(),
  })
  if (check.violations !== 'none') process.exitCode = 1
  return { ms, cpuMs, loadCpuMs, heapMib: loaded }
}

/** Milliseconds to apply everything at once; making the deltas is not counted. */
function load(state: SchedulerState, deltas: Iterable<Delta>): { loadMs: number; loadCpuMs: number } {
  const cpuBefore = threadCpuMs()
  const from = performance.now()
  applyDeltas(state, deltas)
  return { loadMs: performance.now() - from, loadCpuMs: threadCpuMs() - cpuBefore }
}

/** Rounds that are not counted, until the code is compiled: at most 20, and none more after half a second. */
function warmUp(state: SchedulerState, policy: Policy): Timing {
  const from = performance.now()
  let last = timed(state, policy)
  for (let round = 1; round < 20 && performance.now() - from < 500; round++) last = timed(state, policy)
  return last
}

interface Timing {
  ms: number
  /** Of this thread alone: nearer to the truth than `ms` where others use the machine. */
  cpuMs: number
  mib: number
  plan: Plan
}

function timed(state: SchedulerState, policy: Policy): Timing {
  const before = usedMib()
  const cpuBefore = threadCpuMs()
  const from = performance.now()
  const plan = planRound(state, policy, { now: NOW, random: () => 0 })
  const ms = performance.now() - from
  const cpuMs = threadCpuMs() - cpuBefore
  return { ms, cpuMs, mib: Math.max(0, usedMib() - before), plan }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** In use after a collection. */
function heapMib(): number {
  collect()
  return usedMib()
}

function usedMib(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
