import { GATES, type Gate, type GateResult } from '../explanation.ts'
import { amountOf, bareOf, clusterName, queueName, resourceName, unitsOf, type Case } from './case.ts'
import { CLUSTER_LEVEL } from '../state/shapes.ts'
import { CAPPED_BY_RATE, CAPPED_BY_ROUND } from '../round/round.ts'
import { lendNumbers } from './bound-causes.ts'
import { countText } from './words.ts'

/** What a gate found. */
type Finding = Omit<GateResult, 'gate'>

/** What gates say of all classes for which the same was counted, or of all: made once, and the same object in all explanations. */
export interface SharedGates {
  clusters: GateResult
  nodes: GateResult
  capacity: GateResult
  /** Of single replicas, where no domain is asked for. */
  single: GateResult
}

const NONE = {}
const NOT_REACHED = Object.fromEntries(
  GATES.map((gate) => [gate, { gate, state: 'not-reached', numbers: NONE, text: 'not asked' }]),
) as Record<Gate, GateResult>
const NO_QUOTA_NEEDED = passed('quota', 'preemptible work needs no quota')
const INSIDE_QUOTA = passed('quota', 'inside the deserved quota')
const INSIDE_LIMITS = passed('limit', 'inside all limits')
const INSIDE_SHARE = passed('fair-share', 'inside its fair share')
const NOBODY_AHEAD: GateResult = {
  gate: 'priority',
  state: 'pass',
  numbers: { ahead: 0 },
  text: 'nothing of higher priority waits',
}
const ROOM_IS_HELD = passed('preemption', 'room is held for it and coming free')

function passed(gate: Gate, text: string): GateResult {
  return { gate, state: 'pass', numbers: NONE, text }
}

/** Gates that end the way when they fail: nothing behind them matters then. */
const ENDS: ReadonlySet<Gate> = new Set(['queue', 'quota', 'limit', 'clusters', 'nodes'])

/** Every gate in order, with its numbers, as far as the workload gets; also past a quota or limit where no node would ever do. */
export function gatesOf(one: Case): GateResult[] {
  const results: GateResult[] = []
  const shared = (one.facts.gates ??= shareGates(one))
  const isHopeless = shared.nodes.state === 'fail'
  let isOver = false
  for (const gate of GATES) {
    const result = isOver ? NOT_REACHED[gate] : ask(one, gate, shared)
    results.push(result)
    if (result.state !== 'fail' || !ENDS.has(gate)) continue
    isOver = !isHopeless || (gate !== 'quota' && gate !== 'limit')
  }
  return results
}

function shareGates(one: Case): SharedGates {
  return {
    clusters: { gate: 'clusters', ...clusters(one) },
    nodes: { gate: 'nodes', ...nodes(one) },
    capacity: { gate: 'capacity', ...capacity(one) },
    single: { gate: 'gang', ...gang(one) },
  }
}

function ask(one: Case, gate: Gate, shared: SharedGates): GateResult {
  switch (gate) {
    case 'queue':
      return queue(one)
    case 'quota':
      return quota(one)
    case 'limit':
      return limit(one)
    case 'clusters':
    case 'nodes':
    case 'capacity':
      return shared[gate]
    case 'gang':
      return isAlone(one) ? shared.single : { gate, ...gang(one) }
    case 'fair-share':
      return fairShare(one)
    case 'priority':
      return priority(one)
    case 'preemption':
      return preemption(one)
  }
}

function isAlone({ round, domains, class: k }: Case): boolean {
  return domains === undefined && round.work.replicas[k] === 1
}

function queue({ round, class: k, memo }: Case): GateResult {
  const leaf = round.work.leaf[k]!
  return (memo.queue[leaf] ??= passed('queue', queueName(round, leaf)))
}

function quota(one: Case): GateResult {
  const { round, quotaQueue: q, quotaResource: a } = one
  if (round.work.preemptible[one.class] === 1) return NO_QUOTA_NEEDED
  if (q === -1) return INSIDE_QUOTA
  const index = q * round.ledger.width + a
  return { gate: 'quota', ...bound(one, q, a, round.ledger.fixed[index]!, round.ledger.deserved[index]!, 'deserved') }
}

function limit(one: Case): GateResult {
  const { round, limitQueue: q, limitResource: a } = one
  if (q === -1 && one.userSlot === -1 && one.lendQueue === -1) return INSIDE_LIMITS
  if (q === -1) return { gate: 'limit', ...(one.userSlot === -1 ? kept(one) : user(one)) }
  const index = q * round.ledger.width + a
  const held = Math.max(round.ledger.physical[index]!, round.ledger.alive[index]!)
  return { gate: 'limit', ...bound(one, q, a, held, round.ledger.limit[index]!, 'limit') }
}

function user(one: Case): Finding {
  const { round, userSlot, userResource: a } = one
  const books = round.ledger.users!
  const index = userSlot * books.width + a
  const held = Math.max(books.physical[index]!, books.alive[index]!)
  const finding = bound(one, books.queue[userSlot]!, a, held, books.limit[index]!, 'limit')
  return { ...finding, subject: `each user's ${finding.subject}` }
}

function kept(one: Case): Finding {
  const { round, lendResource: a } = one
  const { free, kept } = lendNumbers(one)
  const need = round.work.demand[one.class * round.ledger.width + a]!
  return {
    state: 'fail',
    numbers: { need: unitsOf(round, a, need), free: unitsOf(round, a, free), kept: unitsOf(round, a, kept) },
    subject: resourceName(round, a),
    text: `${amountOf(round, a, free)} free, ${bareOf(round, a, kept)} of that not lent`,
  }
}

function bound(one: Case, q: number, a: number, held: number, most: number, word: string): Finding {
  const { round } = one
  const need = round.work.demand[one.class * round.ledger.width + a]!
  return {
    state: 'fail',
    numbers: { need: unitsOf(round, a, need), held: unitsOf(round, a, held), [word]: unitsOf(round, a, most) },
    subject: `${resourceName(round, a)} of ${queueName(round, q)}`,
    text: `needs ${amountOf(round, a, need)}, ${bareOf(round, a, held)} held of ${bareOf(round, a, most)}`,
  }
}

function clusters(one: Case): Finding {
  const { facts, round } = one
  const { usable } = facts
  const { offline, paused, avoided, cordoned } = facts.closed
  const closed = [...facts.closedClusters].map((c) => clusterName(round, c))
  const isShut = usable + cordoned === 0 && closed.length > 0
  const total = round.fleet.clusterCount
  return {
    state: isShut ? 'fail' : 'pass',
    numbers: { clusters: total, nodesOffline: offline, nodesPaused: paused, nodesAvoided: avoided },
    ...(closed.length > 0 ? { subject: closed.join(', ') } : {}),
    text: isShut ? `only in ${closed.join(', ')}, closed at present` : countText(total - closed.length, 'cluster'),
  }
}

function nodes(one: Case): Finding {
  const { facts } = one
  const subject = facts.unlabelled > 0 ? facts.missing.map(({ label }) => label).join(', ') : facts.taint
  return {
    state: facts.usable > 0 ? 'pass' : 'fail',
    numbers: {
      nodes: facts.nodes,
      otherClusters: facts.inOtherClusters,
      unlabelled: facts.unlabelled,
      tainted: facts.tainted,
      tooSmall: facts.tooSmall,
      cordoned: facts.closed.cordoned,
      usable: facts.usable,
    },
    ...(subject === '' ? {} : { subject }),
    text: `${facts.usable} of ${countText(facts.nodes, 'node')} match`,
  }
}

function capacity(one: Case): Finding {
  const { facts, round, short } = one
  const need = round.work.need[one.class * round.fleet.width + short]!
  let fits = 0
  for (const here of facts.fitNow) fits = Math.max(fits, here)
  return {
    state: fits > 0 ? 'pass' : 'fail',
    numbers: {
      need: unitsOf(round, short, need),
      free: unitsOf(round, short, facts.free[short]!),
      largestFree: unitsOf(round, short, facts.mostFree[short]!),
      nodesWithEnough: facts.roomy[short]!,
    },
    subject: resourceName(round, short),
    text: `needs ${facts.want} on a node; ${amountOf(round, short, facts.mostFree[short]!)} free on the freest of them`,
  }
}

function gang(one: Case): Finding {
  const { facts, round, bestCluster } = one
  const replicas = round.work.replicas[one.class]!
  const { domains } = one
  const fits = domains?.now ?? (bestCluster === -1 ? 0 : facts.fitNow[bestCluster]!)
  const fit = Math.min(replicas, fits)
  const where = domains === undefined || domains.level === CLUSTER_LEVEL ? 'cluster' : domains.level
  return {
    state: fit >= replicas ? 'pass' : 'fail',
    numbers: { replicas, fit },
    ...(bestCluster === -1 ? {} : { subject: clusterName(round, bestCluster) }),
    text: `${fit} of ${countText(replicas, 'replica')} fit at once in one ${where}`,
  }
}

function fairShare(one: Case): GateResult {
  const { round, shareQueue: q, shareResource: a } = one
  const { ledger, work } = round
  if (q === -1) return INSIDE_SHARE
  const need = work.demand[one.class * ledger.width + a]!
  const held = ledger.alive[q * ledger.width + a]!
  const share = ledger.share[q * ledger.width + a]!
  return {
    gate: 'fair-share',
    state: 'fail',
    numbers: { need: unitsOf(round, a, need), held: unitsOf(round, a, held), share: unitsOf(round, a, share) },
    subject: `${resourceName(round, a)} of ${queueName(round, q)}`,
    text: `${queueName(round, q)} holds ${amountOf(round, a, held)} of a fair share of ${bareOf(round, a, share)}`,
  }
}

function priority({ ahead }: Case): GateResult {
  if (ahead === 0) return NOBODY_AHEAD
  const text = `${countText(ahead, 'workload')} of higher priority first`
  return { gate: 'priority', state: 'fail', numbers: { ahead }, text }
}

function preemption(one: Case): GateResult {
  if (one.isNominated) return ROOM_IS_HELD
  const finding = whyNotPreempting(one)
  return (one.memo.preemption[finding.text] ??= { gate: 'preemption', ...finding })
}

function whyNotPreempting(one: Case): Finding {
  const { round } = one
  if (round.isCapped[round.work.base[one.class]!] === CAPPED_BY_ROUND) {
    const most = round.policy.preemptionsMaxPerRound
    return { state: 'fail', numbers: { preempted: round.victims.length, most }, text: `at most ${most} in a round` }
  }
  if (round.isCapped[round.work.base[one.class]!] === CAPPED_BY_RATE) {
    const left = round.preemptionsLeft
    return { state: 'fail', numbers: { left }, text: `${left} left of what the pool may stop in a while` }
  }
  const isEntitled = one.shareQueue === -1
  return {
    state: 'fail',
    numbers: { preempted: round.victims.length },
    text: isEntitled ? 'nobody holds such room beyond what they are owed' : 'no right to take room from others',
  }
}
