import { ANYWHERE, isAllowedOn, pickNode } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import { claimNode, needClusterIndex } from '../placement/room.ts'
import type { Round } from '../round/round.ts'
import { GPU } from '../state/resources.ts'
import { mayTake, type Claim } from './claim.ts'
import { evict, restore, type Evictions } from './evictions.ts'

/** Nodes on which the cheapest way to make room is sought, at most, for a workload of one replica and for each of a gang. */
const TRIES_MAX = 12
const TRIES_OF_GANG_MAX = 4

/**
 * Finds room for all replicas of a claim in one cluster: free now, else coming free, else taken from runs that the claim
 * reaches. Claims it and evicts in memory. Undefined: there is none; the caller undoes what was taken on the way.
 */
export function findRoom(round: Round, evictions: Evictions, claim: Claim): number[] | undefined {
  if (round.work.replicas[claim.class] === 1) {
    const node = findNode(round, evictions, claim, ANYWHERE, TRIES_MAX)
    if (node < 0) return undefined
    claimNode(round, node, claim.class, 1)
    return [node]
  }
  if (round.fleet.clusterCount === 0) return undefined
  needClusterIndex(round)
  const taken = evictions.taken.length
  for (const cluster of clustersInReach(round, evictions, claim.class)) {
    const nodes = findInCluster(round, evictions, claim, cluster)
    if (nodes !== undefined) return nodes
    undoTo(round, evictions, taken)
  }
  return undefined
}

/** Restores what was taken after the first `keep` runs of the attempt. */
export function undoTo(round: Round, evictions: Evictions, keep: number): void {
  while (evictions.taken.length > keep) restore(round, evictions, evictions.taken.pop()!)
}

function findInCluster(round: Round, evictions: Evictions, claim: Claim, cluster: number): number[] | undefined {
  const nodes: number[] = []
  const replicas = round.work.replicas[claim.class]!
  while (nodes.length < replicas) {
    const node = findNode(round, evictions, claim, cluster, TRIES_OF_GANG_MAX)
    if (node < 0) {
      for (const claimed of nodes) claimNode(round, claimed, claim.class, -1)
      return undefined
    }
    claimNode(round, node, claim.class, 1)
    nodes.push(node)
  }
  return nodes
}

/** Open clusters that could hold the gang if every evictable run went, most free room first. */
function clustersInReach(round: Round, evictions: Evictions, k: number): number[] {
  const { fleet, work } = round
  const { width } = fleet
  const fits = new Float64Array(fleet.clusterCount)
  const reach = new Float64Array(width)
  for (let n = 0; n < fleet.count; n++) {
    if (!isAllowedOn(round, n, k)) continue
    for (let a = 0; a < width; a++) reach[a] = fleet.later[n * width + a]! + evictions.evictableRoom[n * width + a]!
    fits[fleet.cluster[n]!]! += replicasThatFit(round.amounts, reach, 0, work, k)
  }
  const primary = work.primary[k]!
  const clusters: number[] = []
  for (let c = 0; c < fleet.clusterCount; c++) if (fits[c]! >= work.replicas[k]!) clusters.push(c)
  return clusters.sort(
    (a, b) => round.clusterRoom[b * width + primary]! - round.clusterRoom[a * width + primary]! || a - b,
  )
}

function findNode(round: Round, evictions: Evictions, claim: Claim, cluster: number, triesMax: number): number {
  const free = pickNode(round, claim.class, cluster)
  if (free >= 0) return free
  const soon = findSoon(round, evictions, claim.class, cluster)
  return soon >= 0 ? soon : takeNode(round, evictions, claim, cluster, triesMax)
}

/** A node with enough room coming free, or -1. Whoever looks anywhere goes on where the last of its class stopped. */
function findSoon(round: Round, evictions: Evictions, k: number, cluster: number): number {
  const { soon, soonResume } = evictions
  let i = cluster === ANYWHERE ? soonResume[k]! : 0
  for (; i < soon.length; i++) {
    const node = soon[i]!
    if (cluster !== ANYWHERE && round.fleet.cluster[node] !== cluster) continue
    if (isAllowedOn(round, node, k) && fitsLater(round, node, k)) break
  }
  if (cluster === ANYWHERE) soonResume[k] = i
  return i < soon.length ? soon[i]! : -1
}

/**
 * Walks the runs in reach from the one that should go first, tries the nodes that they stand on, and clears the one where least is lost.
 */
function takeNode(round: Round, evictions: Evictions, claim: Claim, cluster: number, triesMax: number): number {
  const { tree, work, fleet, state } = round
  const { slotStart, slotCount, slab } = state.workloads
  const k = claim.class
  let list = claim.leaf
  if (claim.isRightful) while (list > 0 && tree.depth[list]! >= claim.depth) list = tree.parent[list]!
  const isResumed = cluster === ANYWHERE && evictions.resumeScope[k] === list
  const search = ++evictions.searches
  let from = isResumed ? evictions.resume[k]! : evictions.scopeStart[list]!
  let isFirst = true
  let best = -1
  let leastLoss = Infinity
  let tries = 0
  for (let i = from; i < evictions.scopeStart[list + 1]! && tries < triesMax; i++) {
    const at = evictions.scope[i]!
    if (!mayTake(round, evictions, claim, at)) continue
    const workload = work.workload[at]!
    for (let slot = 0; slot < slotCount[workload]! && tries < triesMax; slot++) {
      const node = fleet.local[slab.values[slotStart[workload]! + slot]!]!
      if (evictions.lookedAt[node] === search) continue
      evictions.lookedAt[node] = search
      if (cluster !== ANYWHERE && fleet.cluster[node] !== cluster) continue
      if (!isAllowedOn(round, node, k) || !isInReach(round, evictions, node, k)) continue
      if (isFirst) from = i
      isFirst = false
      const mark = evictions.taken.length
      if (!clearNode(round, evictions, claim, node)) continue
      tries++
      const loss = lossSince(round, evictions, mark)
      const isLeast = evictions.taken.length === mark + 1 && loss <= weightOf(round, k)
      if (isLeast) {
        remember(evictions, k, cluster, list, from)
        return node
      }
      undoTo(round, evictions, mark)
      if (loss < leastLoss) {
        leastLoss = loss
        best = node
      }
    }
  }
  remember(evictions, k, cluster, list, from)
  if (best >= 0) clearNode(round, evictions, claim, best)
  return best
}

/** What could not be used by this class before position `from` of a list cannot be used by the next of the class either. */
function remember(evictions: Evictions, k: number, cluster: number, list: number, from: number): void {
  if (cluster !== ANYWHERE) return
  evictions.resumeScope[k] = list
  evictions.resume[k] = from
}

/** Takes runs off a node until one replica fits, then gives back those that were not needed. False: nothing taken. */
function clearNode(round: Round, evictions: Evictions, claim: Claim, node: number): boolean {
  const { taken, onNode, onNodeStart } = evictions
  const mark = taken.length
  for (let i = onNodeStart[node]!; i < onNodeStart[node + 1]! && !fitsLater(round, node, claim.class); i++) {
    const at = onNode[i]!
    if (!mayTake(round, evictions, claim, at) || !isHelpful(round, node, claim.class, round.work.class[at]!)) continue
    evict(round, evictions, at)
    taken.push(at)
  }
  if (!fitsLater(round, node, claim.class)) {
    undoTo(round, evictions, mark)
    return false
  }
  for (let i = taken.length - 1; i >= mark; i--) {
    const at = taken[i]!
    restore(round, evictions, at)
    if (fitsLater(round, node, claim.class)) taken.splice(i, 1)
    else evict(round, evictions, at)
  }
  return true
}

/** Whether a run of class `other` holds some of what class `k` lacks on the node. */
function isHelpful(round: Round, node: number, k: number, other: number): boolean {
  const { width, later } = round.fleet
  const { need } = round.work
  for (let a = 0; a < width; a++) {
    const isGpu = round.amounts.resource[a] === GPU && round.work.wantsGpu[other] === 1
    if (need[k * width + a]! > later[node * width + a]! && (isGpu || need[other * width + a]! > 0)) return true
  }
  return false
}

function fitsLater(round: Round, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    const need = round.work.need[k * width + a]!
    if (need > 0 && later[node * width + a]! < need) return false
  }
  return true
}

function isInReach(round: Round, evictions: Evictions, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    const need = round.work.need[k * width + a]!
    if (need > 0 && later[node * width + a]! + evictions.evictableRoom[node * width + a]! < need) return false
  }
  return true
}

/** What the runs taken since `mark` held, as parts of the pool; a run more breaks ties. */
function lossSince(round: Round, evictions: Evictions, mark: number): number {
  let loss = 0
  for (let i = mark; i < evictions.taken.length; i++)
    loss += weightOf(round, round.work.class[evictions.taken[i]!]!) + 1e-9
  return loss - 1e-9
}

function weightOf(round: Round, k: number): number {
  const { width, capacity } = round.fleet
  let weight = 0
  for (let a = 0; a < width; a++) {
    if (capacity[a]! > 0) weight = Math.max(weight, round.work.demand[k * width + a]! / capacity[a]!)
  }
  return weight
}
