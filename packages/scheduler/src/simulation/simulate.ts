import { checkInvariants } from '../invariants/check-invariants.ts'
import type { Violation } from '../invariants/violation.ts'
import type { Plan } from '../plan.ts'
import { countCapacity, openCapacity } from './capacity-over-time.ts'
import { commitRound } from './commit-round.ts'
import { closeFreedRoom } from './freed-room.ts'
import { letHappen, nextHappening } from './happenings.ts'
import { createOrderPlanner, type OrderPlanner } from './order-planner.ts'
import { preemptionsLeft } from './preemption-rate.ts'
import { createShareMeter, lookAtShares, seriesOf, type ShareMeter } from './share-meter.ts'
import { openWorld, type SimulatedWorld } from './simulated-world.ts'
import { SIMULATION_DEFAULTS, type SimulationInput } from './simulation-input.ts'
import type { SimulationResult } from './simulation-result.ts'
import { summarise } from './summarise.ts'

/**
 * Plays a future in virtual time: work arrives, rounds are planned and made true at once, runs end, victims leave after
 * their grace and start again from zero. Rounds come only when something happened, `roundEveryMs` apart at least. The same
 * input gives the same result.
 *
 * @throws RangeError for an input that contradicts itself: two workloads of one id, a run without its workload.
 */
export function simulate(input: SimulationInput): SimulationResult {
  const world = openWorld(input)
  const planner = createOrderPlanner(input.order ?? 'fair', input.policy ?? {})
  const span = measuredSpan(input, world)
  const meter = createShareMeter(input.sampleEveryMs ?? (span.until === Infinity ? 0 : (span.until - span.from) / 500))
  world.capacity = openCapacity(world.nodes.values(), span.from, span.until)
  const violations = new Map<string, Violation>()
  const endedBy = play(world, () => {
    round(world, planner, meter)
    if (input.checkEveryRounds !== undefined && world.counts.rounds % input.checkEveryRounds === 0) {
      check(world, planner, violations)
    }
  })
  const measured = { from: span.from, until: Math.min(span.until, Math.max(world.now, span.from)) }
  countCapacity(world.capacity, measured.until)
  const series = seriesOf(meter)
  return {
    order: input.order ?? 'fair',
    startAt: input.startAt,
    endAt: world.now,
    endedBy,
    measured,
    workloads: world.items
      .filter(({ phase }) => phase !== 'coming')
      .map(({ record }) => record)
      .sort((a, b) => a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1)),
    ...summarise(world, series, measured),
    series,
    counts: world.counts,
    violations: [...violations.values()],
  }
}

/** Goes from happening to happening and from round to round. */
function play(world: SimulatedWorld, round: () => void): SimulationResult['endedBy'] {
  const {
    startAt,
    roundEveryMs,
    coarsening,
    until = Infinity,
    untilStarted,
  } = { ...SIMULATION_DEFAULTS, ...world.input }
  let roundFrom = startAt
  for (;;) {
    const next = Math.min(nextHappening(world), world.isDirty ? Math.max(roundFrom, world.now) : Infinity)
    if (next === Infinity) return 'rest'
    if (next > until) {
      world.now = until
      return 'until'
    }
    world.now = Math.max(next, world.now)
    letHappen(world)
    if (!world.isDirty || world.now < roundFrom) continue
    round()
    const isCatchingUp = world.freed !== undefined && closeFreedRoom(world.freed, world.now)
    roundFrom = isCatchingUp ? world.now : world.now + Math.max(roundEveryMs, coarsening * (world.now - startAt))
    if (untilStarted !== undefined && world.awaited.size === 0) return 'started'
  }
}

function round(world: SimulatedWorld, planner: OrderPlanner, meter: ShareMeter): void {
  tell(world, planner)
  const plan = planner.plan(world.now, preemptionsLeft(world))
  world.counts.rounds += 1
  commitRound(world, plan, isCapped(plan, planner))
  if (world.now >= meter.nextAt) {
    tell(world, planner)
    lookAtShares(meter, world, planner.standings(world.now, plan))
  }
}

function tell(world: SimulatedWorld, planner: OrderPlanner): void {
  if (world.news.length === 0) return
  planner.tell(world.news)
  world.news = []
}

/** True when the round may have stopped before it was through. */
function isCapped({ assignments, preemptions }: Plan, { policy }: OrderPlanner): boolean {
  return (
    (assignments.length > 0 && assignments.length >= policy.placementsMaxPerRound) ||
    (preemptions.length > 0 && preemptions.length >= policy.preemptionsMaxPerRound)
  )
}

function check(world: SimulatedWorld, planner: OrderPlanner, violations: Map<string, Violation>): void {
  tell(world, planner)
  world.counts.checks += 1
  for (const violation of checkInvariants(planner.state)) {
    const key = `${violation.kind} ${violation.subject} ${violation.resource ?? ''}`
    if (!violations.has(key)) violations.set(key, violation)
  }
}

function measuredSpan(
  { measure, startAt }: SimulationInput,
  { arrivals }: SimulatedWorld,
): { from: number; until: number } {
  const from = measure?.from ?? startAt
  return {
    from,
    until: measure?.until ?? (arrivals.at(-1) === undefined ? Infinity : Math.max(from, arrivals.at(-1)!.at)),
  }
}
