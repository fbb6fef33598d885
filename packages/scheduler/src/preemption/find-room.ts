import { ANYWHERE, isAllowedOn, pickNode } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import { claimNode, needClusterIndex } from '../placement/room.ts'
import type { Round } from '../round/round.ts'
import type { Claim } from './claim.ts'
import { fitsLater, undoTo } from './clear-node.ts'
import type { Evictions } from './evictions.ts'
import { takeNode } from './take-node.ts'

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
