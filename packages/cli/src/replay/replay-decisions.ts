import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import {
  applyDeltas,
  countDecisions,
  createState,
  decisionsOf,
  planRound,
  planText,
  seededRandom,
  type Decisions,
  type Delta,
  type Plan,
  type Policy,
  type SchedulerState,
} from '@fairlead/scheduler'
import type { DecisionEntry } from '@fairlead/sdk'

/** One round whose plan is not what the log says, or an entry that cannot be read. */
export interface Difference {
  entry: number
  round: number | null
  message: string
}

export interface DecisionReplay {
  from: string | null
  to: string | null
  /** Planned again. */
  rounds: number
  decisions: number
  /** Times that the whole world was loaded: a leader began, or a section of the log. */
  sections: number
  /** Not planned, because an entry before them in their section cannot be read. */
  skipped: number
  /** Planned by another release than the one that replays: that may plan otherwise. */
  otherReleases: string[]
  planMs: number
  differences: Difference[]
}

/** Plans every logged round again, in its order, and compares plan with plan, explanations and standings included. `version` is the release that replays. */
export async function replayDecisions(
  entries: AsyncIterable<DecisionEntry>,
  version: string,
  onRound: (done: number) => void = () => undefined,
): Promise<DecisionReplay> {
  const replay: DecisionReplay = {
    from: null,
    to: null,
    rounds: 0,
    decisions: 0,
    sections: 0,
    skipped: 0,
    otherReleases: [],
    planMs: 0,
    differences: [],
  }
  let state: SchedulerState | undefined
  for await (const entry of entries) {
    replay.from ??= entry.at
    replay.to = entry.at
    if (entry.version !== version && !replay.otherReleases.includes(entry.version)) {
      replay.otherReleases.push(entry.version)
    }
    if (entry.kind === 'world') {
      state = createState()
      replay.sections += 1
    }
    if (!state) {
      replay.skipped += entry.kind === 'round' ? 1 : 0
      continue
    }
    const differ = (message: string) => replay.differences.push({ entry: entry.id, round: entry.roundId, message })
    let logged: Logged
    try {
      logged = unpack(entry)
      applyDeltas(state, logged.deltas)
    } catch (error) {
      differ(`the entry is damaged: ${(error as Error).message}`)
      state = undefined
      continue
    }
    if (entry.kind !== 'round') continue
    const started = performance.now()
    const plan = planAgain(state, entry)
    replay.planMs += performance.now() - started
    replay.rounds += 1
    replay.decisions += countDecisions(decisionsOf(plan))
    const difference = compare(plan, logged.plan, entry)
    if (difference !== undefined) differ(difference)
    onRound(replay.rounds)
  }
  replay.planMs = Math.round(replay.planMs)
  return replay
}

interface Logged {
  deltas: Delta[]
  plan?: Decisions
}

function unpack({ payload }: DecisionEntry): Logged {
  return JSON.parse(zstdDecompressSync(Buffer.from(payload, 'base64')).toString()) as Logged
}

function planAgain(state: SchedulerState, { policy, inputs }: DecisionEntry): Plan {
  const { seed, ...given } = inputs ?? { seed: 0, now: 0 }
  return planRound(state, policy as unknown as Policy, { ...given, random: seededRandom(seed) })
}

/** One sentence, or undefined when they are equal. */
function compare(plan: Plan, logged: Decisions | undefined, { planSha256 }: DecisionEntry): string | undefined {
  const text = planText(plan)
  if (createHash('sha256').update(text).digest('hex') === planSha256) return undefined
  const again = decisionsOf(plan)
  for (const kind of ['assignments', 'preemptions', 'nominations', 'withdrawnNominations'] as const) {
    const [before, after] = [logged?.[kind] ?? [], again[kind]]
    const at = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).find(
      (index) => JSON.stringify(before[index]) !== JSON.stringify(after[index]),
    )
    if (at !== undefined) {
      const [then, now] = [before[at], after[at]].map((one) => (one === undefined ? 'nothing' : JSON.stringify(one)))
      return `${kind} ${at + 1} of ${before.length}: logged ${then}, planned again ${now}`
    }
  }
  return 'the decisions are the same, and what the plan says of queues or of waiting work is not'
}
