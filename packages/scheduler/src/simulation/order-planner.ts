import { applyDeltas } from '../apply-deltas.ts'
import type { Delta } from '../delta.ts'
import type { Plan, QueueStanding } from '../plan.ts'
import { planRound } from '../plan-round.ts'
import { DEFAULT_POLICY, type Policy } from '../policy.ts'
import { createState, type SchedulerState } from '../state/state.ts'
import { createArrivalLine, cutAtFirstBlocked, keepLine } from './arrival-line.ts'
import type { SimulationOrder } from './simulation-input.ts'

/** Decides who goes first in a simulation. */
export interface OrderPlanner {
  state: SchedulerState
  policy: Policy
  tell: (news: readonly Delta[]) => void
  /** `left`: what each pool may still preempt. */
  plan: (now: number, left?: Readonly<Record<string, number>>) => Plan
  /** How queues stand after the round just planned was made true. */
  standings: (now: number, plan: Plan) => readonly QueueStanding[]
}

export function createOrderPlanner(order: SimulationOrder, given: Partial<Policy>): OrderPlanner {
  const policy: Policy = { ...DEFAULT_POLICY, explain: false, ...given }
  return order === 'fair' ? fairPlanner(policy) : plainPlanner(order, policy)
}

function fairPlanner(policy: Policy): OrderPlanner {
  const state = createState()
  return {
    state,
    policy,
    tell: (news) => applyDeltas(state, news),
    plan: (now, left) =>
      planRound(state, policy, { now, random: zero, ...(left === undefined ? {} : { preemptionsLeft: left }) }),
    standings: (_now, plan) => plan.standings,
  }
}

/** One queue for all, nothing is preempted and no room is kept. Beside it, the true queues are kept to tell what would be fair. */
function plainPlanner(order: Exclude<SimulationOrder, 'fair'>, given: Policy): OrderPlanner {
  const policy: Policy = { ...given, preemptionsMaxPerRound: 0, reservationHorizonMs: 0 }
  const onlyLook: Policy = { ...policy, placementsMaxPerRound: 0 }
  const state = createState()
  const accounts = createState()
  const line = createArrivalLine()
  applyDeltas(state, [{ kind: 'queue', id: EVERYBODY, name: EVERYBODY, createdAt: 0, pools: {} }])
  return {
    state,
    policy,
    tell: (news) => {
      applyDeltas(accounts, news)
      applyDeltas(
        state,
        news.flatMap((delta) => plain(delta, order)),
      )
      if (order === 'fifo-strict') keepLine(line, news)
    },
    plan: (now) => {
      const plan = planRound(state, policy, { now, random: zero })
      return order === 'fifo-strict' ? cutAtFirstBlocked(plan, line) : plan
    },
    standings: (now) => planRound(accounts, onlyLook, { now, random: zero }).standings,
  }
}

const EVERYBODY = 'everybody'

function zero(): number {
  return 0
}

/** The news as somebody hears them who knows of no queues. */
function plain(delta: Delta, order: SimulationOrder): Delta[] {
  if (delta.kind === 'queue' || (delta.kind === 'remove' && delta.of === 'queue')) return []
  if (delta.kind === 'pool') {
    const { maxWaitMs: _maxWaitMs, timeBased: _timeBased, ...pool } = delta
    return [pool]
  }
  if (delta.kind !== 'workload') return [delta]
  const { userId: _userId, ...rest } = delta
  const priority = order === 'priority' ? delta.priority : 0
  return [{ ...rest, queueId: EVERYBODY, classKey: `${delta.classKey} ${priority}`, priority, preemptible: true }]
}
