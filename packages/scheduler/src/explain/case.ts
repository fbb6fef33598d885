import { limitObstacle, quotaObstacle } from '../fairness/gates.ts'
import { entitledDepth } from '../preemption/claim.ts'
import { lendObstacle } from '../fairness/lending.ts'
import { userObstacle } from '../fairness/user-books.ts'
import type { Round } from '../round/round.ts'
import type { DomainFacts } from './domain-facts.ts'
import type { FitFacts } from './fit-facts.ts'
import type { ExplainMemo } from './explain-memo.ts'
import { amountText, bareAmount, peopleUnits } from './words.ts'

/** One waiting class with all that its explanation is made of. Queues and resources are local numbers; -1: none. */
export interface Case {
  round: Round
  class: number
  /** The first of the class that waits. */
  at: number
  facts: FitFacts
  domains: DomainFacts | undefined
  memo: ExplainMemo
  poolName: string
  /** The queue that stands in the way of a non-preemptible class, and the resource. */
  quotaQueue: number
  quotaResource: number
  limitQueue: number
  limitResource: number
  /** The limit of its user that is in the way: a slot of the books, and the resource. */
  userSlot: number
  userResource: number
  /** The queue in which others keep what it would take (0: the pool), and the resource. */
  lendQueue: number
  lendResource: number
  /** The lowest queue that would be above its share with it, and the resource. */
  shareQueue: number
  shareResource: number
  /** Waiting workloads of higher priority in the same queue. */
  ahead: number
  /** Every waiting member holds a nomination. */
  isNominated: boolean
  /** The cluster with room for most replicas now; -1 in a pool without nodes. */
  bestCluster: number
  /** The resource that is shortest, given what nodes have free. */
  short: number
}

/** Looks at the books as they are after the round. Class `k` is what is asked for, `inLine` that under which it waits or holds room. */
export function openCase(
  round: Round,
  k: number,
  inLine: number,
  facts: FitFacts,
  domains: DomainFacts | undefined,
  memo: ExplainMemo,
): Case {
  const { tree, work, ledger } = round
  const quotaQueue = quotaObstacle(tree, work, ledger, k)
  const physical = limitObstacle(tree, work, ledger, k, ledger.physical)
  const limitQueue = physical === -1 ? limitObstacle(tree, work, ledger, k, ledger.alive) : physical
  const shareQueue = shareObstacle(round, k)
  const { at, ahead, isNominated } = standInLine(round, inLine)
  const isUserLater = userObstacle(work, ledger.users, k, false) === -1
  const userSlot = userObstacle(work, ledger.users, k, isUserLater)
  const lent = lendObstacle(tree, work, ledger, k, false)
  const lendIndex = lent === -1 ? lendObstacle(tree, work, ledger, k, true) : lent
  const limitHeld = physical === -1 ? ledger.alive : ledger.physical
  return {
    round,
    class: k,
    at,
    facts,
    domains,
    memo,
    poolName: round.state.pools.upserts[round.pool]!.name,
    quotaQueue,
    quotaResource: exceeded(round, quotaQueue, k, ledger.fixed, ledger.deserved),
    limitQueue,
    limitResource: exceeded(round, limitQueue, k, limitHeld, ledger.limit),
    userSlot,
    userResource: userResource(round, userSlot, k, isUserLater),
    lendQueue: lendIndex === -1 ? -1 : Math.floor(lendIndex / ledger.width),
    lendResource: lendIndex === -1 ? -1 : lendIndex % ledger.width,
    shareQueue,
    shareResource: exceeded(round, shareQueue, k, ledger.alive, ledger.share),
    ahead,
    isNominated,
    bestCluster: mostOf(facts.fitNow),
    short: shortest(round, k, facts),
  }
}

function shareObstacle(round: Round, k: number): number {
  const { tree, work } = round
  const leaf = work.leaf[k]!
  const depth = entitledDepth(round, k, leaf)
  let q = leaf
  if (depth === Infinity) return leaf
  while (tree.depth[q]! >= depth) q = tree.parent[q]!
  return q > 0 ? q : -1
}

/** The first resource in which the user of the class would go beyond the limit of that slot. */
function userResource({ ledger, work }: Round, slot: number, k: number, isLater: boolean): number {
  if (slot === -1) return -1
  const { width } = ledger
  const books = ledger.users!
  const held = isLater ? books.alive : books.physical
  for (let a = 0; a < width; a++) {
    const demand = work.demand[k * width + a]!
    if (demand > 0 && held[slot * width + a]! + demand > books.limit[slot * width + a]!) return a
  }
  return -1
}

/** The first resource in which queue `q` would go beyond its bound; -1 when `q` is. */
function exceeded(round: Round, q: number, k: number, held: Float64Array, bound: Float64Array): number {
  const { width } = round.ledger
  if (q === -1) return -1
  for (let a = 0; a < width; a++) {
    const demand = round.work.demand[k * width + a]!
    if (demand > 0 && held[q * width + a]! + demand > bound[q * width + a]!) return a
  }
  return -1
}

function standInLine(round: Round, k: number): { at: number; ahead: number; isNominated: boolean } {
  const { firstWaiting, firstNominee, waitingBefore } = round.line!
  const isNominated = firstWaiting[k] === -1
  return { at: isNominated ? firstNominee[k]! : firstWaiting[k]!, ahead: waitingBefore[k]!, isNominated }
}

function mostOf(values: Float64Array): number {
  let best = values.length === 0 ? -1 : 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

/** The resource of which fewest nodes have enough free; the class's main one where that is a tie. */
function shortest(round: Round, k: number, facts: FitFacts): number {
  const { work } = round
  const { width } = round.fleet
  let short = work.primary[k]!
  for (let a = 0; a < width; a++) {
    if (work.need[k * width + a]! > 0 && facts.roomy[a]! < facts.roomy[short]!) short = a
  }
  return short
}

/** "3 GPUs" of local resource `a`. */
export function amountOf(round: Round, a: number, amount: number): string {
  return amountText(resourceName(round, a), amount)
}

export function resourceName(round: Round, a: number): string {
  return round.state.resourceNames[round.amounts.resource[a]!]!
}

/** "project vision": a top queue is a department when it has children. */
export function queueName(round: Round, q: number): string {
  const { name } = round.state.queues.upserts[round.tree.queue[q]!]!
  return `${round.tree.isLeaf[q] === 1 ? 'project' : 'department'} ${name}`
}

export function nodeName(round: Round, n: number): string {
  return round.state.nodes.upserts[round.fleet.node[n]!]!.name
}

export function clusterName(round: Round, c: number): string {
  const number = round.fleet.clusters[c]!
  return round.state.clusters.upserts[number]?.name ?? round.state.clusters.table.ids[number]!
}

/** Everything that one replica asks for: "8 GPUs, 32 cores and 64 GiB". */
export function wantOf({ facts }: Case): string {
  return facts.want
}

/** The amount as a number of GPUs, cores, GiB or pieces. */
export function unitsOf(round: Round, a: number, amount: number): number {
  return peopleUnits(resourceName(round, a), amount)
}

/** "3" of local resource `a`, where the resource was named before. */
export function bareOf(round: Round, a: number, amount: number): string {
  return bareAmount(resourceName(round, a), amount)
}
