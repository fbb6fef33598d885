import { describeWorkload } from '../describe-state.ts'
import type { WorkloadUpsert } from '../delta.ts'
import { countText } from '../explain/words.ts'
import type { Policy, RoundInputs } from '../policy.ts'
import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState } from '../state/state.ts'
import { FAMILIES } from './candidates/families.ts'
import { changed, helps, openInquiry, tryCandidate, type Candidate, type Inquiry } from './inquiry.ts'
import type { Suggestion } from './suggestion.ts'
import type { Trial } from './trial.ts'
import { standAlone } from './try-workload.ts'
import { withDeltas } from './with-deltas.ts'

/** Rounds that one call may plan. */
const TRIALS_MAX = 120
/** Pairs are looked for behind so many first steps. */
const FIRST_STEPS_MAX = 4
/** Who stops others is more intrusive than who does not. */
const RANK_OF_PREEMPTION = 35

/**
 * What would make waiting work start: changes to itself, to quotas, to clusters and nodes, each applied, planned and taken back.
 * Only those with which it starts, or is held room for, are answered; least intrusive first, and no larger than needed. Where no one
 * change is enough, pairs are. Answers nothing for work that is unknown, runs, or is about to start. `among` bounds the
 * pools that may be proposed; absent, all that are known. Costs up to a hundred rounds.
 */
export function suggest(
  state: SchedulerState,
  policy: Policy,
  inputs: RoundInputs,
  workloadId: string,
  among?: { poolIds: readonly string[] },
): Suggestion[] {
  const number = state.workloads.table.index.get(workloadId)
  if (number === undefined || state.workloads.runCluster[number] !== -1) return []
  const original = describeWorkload(state, number)
  const workload = standAlone(original)
  const poolIds = among?.poolIds ?? Array.from(sortedIds(state.pools.table), (pool) => state.pools.table.ids[pool]!)
  return withDeltas(state, [workload], () => {
    const inquiry = openInquiry({ state, policy, inputs, workload, poolIds, trialsLeft: { count: TRIALS_MAX } })
    if (inquiry.trial.outcome !== 'WAITS') return []
    const candidates = propose(inquiry)
    const found = candidates.flatMap((candidate) => settle(inquiry, original, candidate))
    if (found.length === 0) found.push(...pairs(inquiry, original, candidates))
    return found.sort((a, b) => a.rank - b.rank).map(({ suggestion }) => suggestion)
  })
}

interface Found {
  rank: number
  suggestion: Suggestion
}

function propose(inquiry: Inquiry): Candidate[] {
  return FAMILIES.flatMap((family) => family(inquiry)).sort((a, b) => a.rank - b.rank)
}

/** The least of a candidate that helps, or nothing. */
function settle(inquiry: Inquiry, original: WorkloadUpsert, candidate: Candidate): Found[] {
  const least = leastThatHelps(inquiry, candidate)
  if (least === undefined) return []
  return tryCandidate(inquiry, least, ({ trial }) => [offer(original, least, trial)]) ?? []
}

function leastThatHelps(inquiry: Inquiry, candidate: Candidate): Candidate | undefined {
  if (helps(inquiry, candidate)) return candidate
  const { ladder } = candidate
  if (ladder === undefined || ladder.count < 1 || !helps(inquiry, ladder.at(ladder.count))) return undefined
  let low = 1
  let high = ladder.count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (helps(inquiry, ladder.at(middle))) high = middle
    else low = middle + 1
  }
  return ladder.at(low)
}

/** Two changes together, where the first gets it past what stopped it. */
function pairs(inquiry: Inquiry, original: WorkloadUpsert, candidates: readonly Candidate[]): Found[] {
  const found: Found[] = []
  let steps = 0
  for (const candidate of candidates) {
    if (steps === FIRST_STEPS_MAX) break
    const here = tryCandidate(inquiry, candidate, (next) => {
      if (next.trial.explanation?.reason === inquiry.trial.explanation?.reason) return undefined
      return propose(next).flatMap((second) => {
        const least = second.code === candidate.code ? undefined : leastThatHelps(next, second)
        return least === undefined ? [] : [join(candidate, least)]
      })
    })
    if (here === undefined) continue
    steps++
    const known = new Set(found.map(({ suggestion }) => keyOf(suggestion)))
    for (const pair of here) {
      const offered = tryCandidate(inquiry, pair, ({ trial }) => offer(original, pair, trial))
      if (offered !== undefined && !known.has(keyOf(offered.suggestion))) found.push(offered)
    }
  }
  return found
}

function keyOf({ changes }: Suggestion): string {
  return changes
    .map((change) => JSON.stringify(change))
    .sort()
    .join()
}

function join(first: Candidate, second: Candidate): Candidate {
  const set = { ...first.set, ...second.set }
  const isUnhurried = first.isUnhurried === true || second.isUnhurried === true
  const now = second.now ?? first.now
  return {
    code: first.code,
    by: first.by === 'admin' || second.by === 'admin' ? 'admin' : first.by,
    rank: first.rank + second.rank,
    text: `${first.text}, and ${second.text}`,
    changes: [...first.changes, ...second.changes],
    deltas: [...first.deltas, ...second.deltas],
    set,
    isUnhurried,
    ...(now === undefined ? {} : { now }),
  }
}

function offer(original: WorkloadUpsert, candidate: Candidate, trial: Trial): Found {
  const isSet = candidate.set !== undefined && Object.keys(candidate.set).length > 0
  const isPreempting = trial.outcome === 'STARTS_AFTER_PREEMPTION'
  const stopped = trial.preempted.length
  const then =
    stopped === 0
      ? 'once its room is free'
      : `once ${countText(stopped, 'run')} with less right to the room ${stopped === 1 ? 'has' : 'have'} stopped`
  return {
    rank: candidate.rank + (isPreempting ? RANK_OF_PREEMPTION : 0),
    suggestion: {
      code: candidate.code,
      text: `${candidate.text}; it then starts ${isPreempting ? then : 'at once'}`,
      by: candidate.by,
      changes: candidate.changes,
      deltas: isSet ? [...candidate.deltas, changed(original, candidate.set)] : candidate.deltas,
      outcome: isPreempting ? 'STARTS_AFTER_PREEMPTION' : 'STARTS',
      trial,
    },
  }
}
