import { standApart } from '../placement/bars.ts'
import { ladderNow } from '../placement/ladders.ts'
import { needIndex, type Level } from '../placement/levels.ts'
import { isAllowedOn, pickNode } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import { claimNode } from '../placement/room.ts'
import type { Round } from '../round/round.ts'
import type { Claim } from './claim.ts'
import { undoTo } from './clear-node.ts'
import type { Evictions } from './evictions.ts'
import { findSoon, usefulFrom } from './find-soon.ts'
import { takeNode, type GangSearch } from './take-node.ts'

/** Nodes on which the cheapest way to make room is sought, at most, for a workload of one replica and for each of a gang. */
const TRIES_MAX = 12
const TRIES_OF_GANG_MAX = 4

/**
 * Finds room for all replicas of a claim in one cluster, or in one domain of the level that it asks for: free now, else coming free, else taken from runs that the claim
 * reaches. Claims it and evicts in memory. Undefined: there is none; the caller undoes what was taken on the way.
 */
export function findRoom(round: Round, evictions: Evictions, claim: Claim): number[] | undefined {
  if (round.work.replicas[claim.class] === 1) {
    const node = findNode(round, evictions, claim, undefined, TRIES_MAX)
    if (node < 0) return undefined
    claimNode(round, node, claim.class, 1)
    return [node]
  }
  if (round.fleet.clusterCount === 0) return undefined
  const taken = evictions.taken.length
  const soon = evictions.soon.length
  const fromSoon = usefulFrom(round, evictions, claim.class, 0)
  for (const level of ladderNow(round, claim.class)) {
    needIndex(round, level)
    for (const domain of domainsInReach(round, evictions, claim, level)) {
      const nodes = findInDomain(round, evictions, claim, { scope: { level, domain }, from: 0, fromSoon })
      if (nodes !== undefined) return nodes
      undoTo(round, evictions, taken, soon)
    }
  }
  return undefined
}

function findInDomain(round: Round, evictions: Evictions, claim: Claim, search: GangSearch): number[] | undefined {
  const nodes: number[] = []
  const replicas = round.work.replicas[claim.class]!
  while (nodes.length < replicas) {
    const node = findNode(round, evictions, claim, search, TRIES_OF_GANG_MAX)
    if (node < 0) break
    claimNode(round, node, claim.class, 1)
    nodes.push(node)
    if (round.bars !== undefined) standApart(round, claim.class, [node], 1)
  }
  standApart(round, claim.class, nodes, 0)
  if (nodes.length === replicas) return nodes
  for (const claimed of nodes) claimNode(round, claimed, claim.class, -1)
  return undefined
}

/** Domains that could hold the gang if every run went that the claim reaches, most free room first. */
function domainsInReach(round: Round, evictions: Evictions, claim: Claim, level: Level): number[] {
  const { fleet, work } = round
  const { width } = fleet
  const k = claim.class
  const fits = new Float64Array(level.count)
  const reach = new Float64Array(width)
  for (let n = 0; n < fleet.count; n++) {
    if (level.of[n]! < 0 || !isAllowedOn(round, n, k)) continue
    for (let a = 0; a < width; a++) reach[a] = fleet.later[n * width + a]! + evictions.evictableRoom[n * width + a]!
    fits[level.of[n]!]! += replicasThatFit(round.amounts, reach, 0, work, k)
  }
  const primary = work.primary[k]!
  const domains: number[] = []
  for (let d = 0; d < level.count; d++) if (fits[d]! >= work.replicas[k]!) domains.push(d)
  return domains.sort((a, b) => level.room[b * width + primary]! - level.room[a * width + primary]! || a - b)
}

function findNode(
  round: Round,
  evictions: Evictions,
  claim: Claim,
  search: GangSearch | undefined,
  triesMax: number,
): number {
  const free = pickNode(round, claim.class, search?.scope)
  if (free >= 0) return free
  const soon = findSoon(round, evictions, claim.class, search)
  return soon >= 0 ? soon : takeNode(round, evictions, claim, search, triesMax)
}
