import { amountOf, bareOf, clusterName, nodeName, queueName, wantOf, type Case } from './case.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import type { Cause } from './cause.ts'
import { notInDomain } from './domain-causes.ts'
import { countText } from './words.ts'

/** What is short on nodes that would do. */
export function roomCause(one: Case): Cause {
  const { facts, round, bestCluster } = one
  const { width } = round.fleet
  const replicas = round.work.replicas[one.class]!
  const notThere = notInDomain(one)
  if (notThere !== undefined) return notThere
  if (facts.fitNow[bestCluster]! >= replicas) {
    return {
      reason: 'ROUND_FULL',
      message: `room for ${wantOf(one)} came free while this round was planned`,
      hint: 'nothing to do: the next round looks at it again',
      permanent: false,
    }
  }
  if (isKeptForOther(one)) return kept(one)
  if (!isSumShort(one)) return fragmented(one)
  if (one.shareQueue !== -1 && isHeldByOthers(one)) return one.ahead > 0 ? behind(one) : overShare(one)
  if (replicas > 1 && facts.fitNow[bestCluster]! > 0) return gangIncomplete(one)
  const a = shortInSum(one)
  const free = replicas === 1 ? facts.free[a]! : facts.freeIn[bestCluster * width + a]!
  const demand = round.work.demand[one.class * width + a]!
  return {
    reason: 'NO_CAPACITY',
    message: `needs ${amountOf(round, a, demand)}; ${freeText(one, a, free)}`,
    hint: 'wait until running work ends, or add nodes to the pool',
    permanent: false,
  }
}

/** Whether the room that is kept for another workload would do for one replica. */
function isKeptForOther({ round, class: k, at }: Case): boolean {
  const { reservation, fleet, work } = round
  if (reservation === undefined || reservation.at === at || work.replicas[k] !== 1) return false
  const other = work.class[reservation.at]!
  const copies = new Map<number, number>()
  for (const node of reservation.nodes) copies.set(node, (copies.get(node) ?? 0) + 1)
  for (const [node, count] of copies) {
    if (!isAllowedOn(round, node, k)) continue
    let isEnough = true
    for (let a = 0; a < fleet.width; a++) {
      const need = work.need[k * fleet.width + a]!
      const free = fleet.room[node * fleet.width + a]! + count * work.need[other * fleet.width + a]!
      if (need > 0 && free < need) isEnough = false
    }
    if (isEnough) return true
  }
  return false
}

function kept(one: Case): Cause {
  const { round } = one
  const { at, startsAt } = round.reservation!
  const whose = ownerOf(one, round.work.leaf[round.work.class[at]!]!)
  if (startsAt === Infinity) {
    return {
      reason: 'NO_CAPACITY',
      message: `room for ${wantOf(one)} is free, but kept for work of ${whose} that has waited longer than pool ${one.poolName} allows`,
      hint: 'wait until that has started',
      permanent: false,
    }
  }
  const minutes = countText(Math.max(1, Math.ceil((startsAt - round.now) / 60_000)), 'minute')
  return {
    reason: 'NO_CAPACITY',
    message: `room for ${wantOf(one)} is free, but kept for larger work of ${whose} that starts within ${minutes}`,
    hint: `give it a time limit below ${minutes}, or wait`,
    permanent: false,
  }
}

/** Sentences are read by all who may see the work; the names of other projects are not theirs to see. */
function ownerOf({ round, class: k }: Case, leaf: number): string {
  return leaf === round.work.leaf[k] ? queueName(round, leaf) : 'another project'
}

/** Whether a larger share would help: somebody else holds some of what the share denies. */
function isHeldByOthers({ round, shareQueue, shareResource }: Case): boolean {
  const { alive, width } = round.ledger
  return alive[shareResource]! > alive[shareQueue * width + shareResource]!
}

/** Whether some resource is short in sum, over the pool, or for a gang in every cluster. */
function isSumShort(one: Case): boolean {
  const { facts, round } = one
  const { width, clusterCount } = round.fleet
  const row = one.class * width
  for (let c = 0; c < clusterCount; c++) {
    let isEnough = true
    for (let a = 0; a < width; a++) if (facts.freeIn[c * width + a]! < round.work.demand[row + a]!) isEnough = false
    if (isEnough) return false
  }
  if (round.work.replicas[one.class]! > 1) return true
  for (let a = 0; a < width; a++) if (facts.free[a]! < round.work.demand[row + a]!) return true
  return false
}

function fragmented(one: Case): Cause {
  const { facts, round, short, bestCluster } = one
  const { width } = round.fleet
  const replicas = round.work.replicas[one.class]!
  const need = round.work.need[one.class * width + short]!
  const node = facts.mostFreeNode[short]!
  const largest = `the largest free block in pool ${one.poolName} is ${bareOf(round, short, facts.mostFree[short]!)}, on node ${nodeName(round, node)}`
  const free = replicas === 1 ? facts.free[short]! : facts.freeIn[bestCluster * width + short]!
  const isTogether = facts.mostFree[short]! >= need
  const want =
    replicas === 1
      ? `${amountOf(round, short, need)} on one node`
      : `${countText(replicas, 'replica')} with ${amountOf(round, short, need)} each`
  let message = `needs ${want}; ${bareOf(round, short, free)} are free, but ${largest}`
  if (isTogether) {
    message =
      replicas === 1
        ? `needs ${wantOf(one)} on one node; enough of each is free in pool ${one.poolName}, but not on the same node`
        : `needs ${want}; ${amountOf(round, short, free)} are free in ${clusterName(round, bestCluster)}, in blocks that hold ${facts.fitNow[bestCluster]}`
  }
  return {
    reason: 'FRAGMENTED',
    message,
    hint: 'use smaller replicas, or wait until a whole node is free',
    permanent: false,
  }
}

function gangIncomplete(one: Case): Cause {
  const { facts, round, bestCluster } = one
  const replicas = round.work.replicas[one.class]!
  return {
    reason: 'GANG_INCOMPLETE',
    message: `needs ${countText(replicas, 'replica')} of ${wantOf(one)} at once in one cluster; ${facts.fitNow[bestCluster]} fit now in ${clusterName(round, bestCluster)}`,
    hint: 'use fewer replicas, or wait until more room is free',
    permanent: false,
  }
}

function overShare(one: Case): Cause {
  const { round, shareQueue: q, shareResource: a } = one
  const { ledger, work } = round
  const need = work.demand[one.class * ledger.width + a]!
  const held = ledger.alive[q * ledger.width + a]!
  const share = ledger.share[q * ledger.width + a]!
  return {
    reason: 'FAIR_SHARE',
    message: `needs ${amountOf(round, a, need)} and there is no room; ${queueName(round, q)} holds ${bareOf(round, a, held)} and its fair share of pool ${one.poolName} is ${bareOf(round, a, share)}`,
    hint: 'wait until work of the project or of others ends, or ask for a larger quota',
    permanent: false,
  }
}

function behind(one: Case): Cause {
  const { round } = one
  const leaf = round.work.leaf[one.class]!
  return {
    reason: 'PRIORITY',
    message: `${countText(one.ahead, 'workload')} of higher priority in ${queueName(round, leaf)} come first, and its fair share has no room for more`,
    hint: 'raise its priority, or wait until the others have run',
    permanent: false,
  }
}

/** The resource that is short in sum; the shortest on nodes where that is none in particular. */
function shortInSum(one: Case): number {
  const { facts, round } = one
  const { width } = round.fleet
  const { demand } = round.work
  if (facts.free[one.short]! < demand[one.class * width + one.short]!) return one.short
  for (let a = 0; a < width; a++) if (facts.free[a]! < demand[one.class * width + a]!) return a
  return one.short
}

function freeText(one: Case, a: number, free: number): string {
  const { facts, round, poolName } = one
  const where =
    facts.usable === facts.nodes
      ? `in pool ${poolName}`
      : `on the ${countText(facts.usable, 'node')} of pool ${poolName} that match`
  if (free === 0) return `none are free ${where}`
  return `${amountOf(round, a, free)} ${free === 1_000 ? 'is' : 'are'} free ${where}`
}
