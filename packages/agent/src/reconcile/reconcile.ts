import { isFinalRunPhase } from '@fairlead/protocol'
import type { ObservedRun, RunRef, StopOrder } from '../drivers/driver.ts'
import type { Wish } from './wish.ts'

export type Action =
  | { do: 'start'; ref: RunRef }
  /** It runs already, from an earlier life of the agent. */
  | { do: 'adopt'; ref: RunRef }
  | { do: 'stop'; ref: RunRef; order: StopOrder }
  | { do: 'forget'; ref: RunRef }
  /** A run that ended before it began: nothing to do but say so. */
  | { do: 'report'; run: ObservedRun }

/** Everything that is known about one run at one moment. */
export type RunView = {
  runId: string
  /** Absent: the run is not wanted. */
  wish: Wish | undefined
  /** The wish was refused for this generation, here and for good. */
  isRefused: boolean
  /** All generations in the world. */
  seen: ObservedRun[]
  /** This life of the agent has started or adopted the run of the wish. */
  isOwned: boolean
  /** The end of a run that never began has been reported. */
  isReported: boolean
}

export type Surroundings = {
  now: number
  /** What is wanted is known completely, so that a run without a wish is really not wanted. */
  isAuthoritative: boolean
  /** The control plane was heard from lately and has said all it wants, so that a start cannot double one elsewhere. */
  mayStart: boolean
}

export type Verdict = {
  actions: Action[]
  /** Look again at this time even if nothing happens. */
  wakeAt?: number
}

/**
 * What to do about one run. Pure. The rules, in this order:
 * other generations end and are forgotten before the wanted one begins; a newer generation than the wanted one fences it off; what has
 * ended stays ended; lack of contact starts nothing and stops nothing.
 */
export function reconcileRun(view: RunView, around: Surroundings): Verdict {
  const { wish } = view
  if (wish === undefined) return { actions: around.isAuthoritative ? view.seen.flatMap((run) => retire(run)) : [] }
  if (view.seen.some((run) => run.generation > wish.generation)) return { actions: [] }

  const older = view.seen.filter((run) => run.generation < wish.generation)
  const actions = older.flatMap((run) => retire(run, wish))
  const current = view.seen.find((run) => run.generation === wish.generation)
  if (current !== undefined) {
    const verdict = tend(current, wish, view, around)
    return { ...verdict, actions: [...actions, ...verdict.actions] }
  }
  if (wish.stop !== undefined) {
    return {
      actions: view.isReported ? actions : [...actions, { do: 'report', run: endedBeforeStart(wish, wish.stop) }],
    }
  }
  const isClear = older.every((run) => isFinalRunPhase(run.phase))
  if (isClear && around.mayStart && !view.isRefused) actions.push({ do: 'start', ref: refOf(wish) })
  return { actions }
}

/** {@link reconcileRun} for many runs. */
export function reconcile(views: Iterable<RunView>, around: Surroundings): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>()
  for (const view of views) verdicts.set(view.runId, reconcileRun(view, around))
  return verdicts
}

function tend(run: ObservedRun, wish: Wish, view: RunView, around: Surroundings): Verdict {
  if (isFinalRunPhase(run.phase)) return { actions: view.isOwned ? [] : [{ do: 'adopt', ref: refOf(run) }] }
  const actions: Action[] = view.isOwned ? [] : [{ do: 'adopt', ref: refOf(run) }]
  if (run.phase === 'CANCELLING') return { actions }
  if (wish.stop !== undefined) return { actions: [...actions, { do: 'stop', ref: refOf(run), order: wish.stop }] }
  if (wish.timeoutMs === undefined || run.startedAt === undefined) return { actions }
  const endsAt = run.startedAt + wish.timeoutMs
  if (endsAt > around.now) return { actions, wakeAt: endsAt }
  const message = `ran longer than its time limit of ${wish.timeoutSeconds} s`
  return {
    actions: [
      ...actions,
      { do: 'stop', ref: refOf(run), order: { reason: 'TIMEOUT', message, graceMs: wish.graceMs } },
    ],
  }
}

/** Ends and then forgets a run that is not wanted, or no longer in this generation. */
function retire(run: ObservedRun, wish?: Wish): Action[] {
  if (isFinalRunPhase(run.phase)) return [{ do: 'forget', ref: refOf(run) }]
  if (run.phase === 'CANCELLING') return []
  const message =
    wish === undefined ? 'no longer wanted by the control plane' : `replaced by generation ${wish.generation}`
  const graceMs = wish?.graceMs ?? DEFAULT_GRACE_MS
  return [{ do: 'stop', ref: refOf(run), order: { reason: 'USER_CANCEL', message, graceMs } }]
}

/** For runs whose spec is no longer known. The usual grace of a container. */
const DEFAULT_GRACE_MS = 30_000

function endedBeforeStart(wish: Wish, stop: StopOrder): ObservedRun {
  return {
    ...refOf(wish),
    phase: stop.reason === 'TIMEOUT' ? 'FAILED' : 'CANCELLED',
    reason: stop.reason,
    message: stop.message,
  }
}

function refOf({ runId, generation }: RunRef): RunRef {
  return { runId, generation }
}
