import type { Round } from '../round/round.ts'
import { standApart } from './bars.ts'
import { fillDomain } from './fill-domain.ts'
import { ladderNow, type Ladder } from './ladders.ts'
import { needIndex, type Level } from './levels.ts'
import { ANYWHERE, pickNode } from './pick-node.ts'
import { occupyNode } from './room.ts'

/**
 * Finds room that is free now for `count` replicas of class `k` and takes it. A gang stands in one cluster, or in one domain of
 * the level that it asks for: the nearest at which some domain holds it. Returns its nodes, one for each replica, or
 * undefined with nothing taken.
 */
export function placeNow(round: Round, k: number, count = round.work.replicas[k]!): number[] | undefined {
  if (count === 1) {
    const node = pickNode(round, k, ANYWHERE)
    if (node < 0) return undefined
    occupyNode(round, node, k, 1)
    return [node]
  }
  if (round.fleet.clusterCount === 0) return undefined
  const ladder = ladderNow(round, k)
  for (let rung = 0; rung < ladder.length; rung++) {
    const nodes = placeAt(round, k, count, ladder, rung)
    if (nodes !== undefined) return nodes
  }
  return undefined
}

/** How many replicas, up to `count`, the domain that holds most of them takes now. */
export function mostThatFit(round: Round, k: number, count: number): number {
  if (round.fleet.clusterCount === 0) return 0
  const ladder = ladderNow(round, k)
  const rung = ladder.length - 1
  needIndex(round, ladder[rung]!)
  let most = 0
  for (const domain of domainsWithRoom(round, k, 1, ladder[rung]!)) {
    const nodes: number[] = []
    fillDomain(round, k, count, ladder, rung, domain, nodes)
    leave(round, k, nodes)
    most = Math.max(most, nodes.length)
    if (most === count) break
  }
  return most
}

function placeAt(round: Round, k: number, count: number, ladder: Ladder, rung: number): number[] | undefined {
  const level = ladder[rung]!
  needIndex(round, level)
  const domains = domainsWithRoom(round, k, count, level)
  const best = bestOf(round, k, level, domains)
  const nodes = best === -1 ? undefined : placeIn(round, k, count, ladder, rung, best)
  if (nodes !== undefined || domains.length < 2) return nodes
  for (const domain of domains.sort((a, b) => compareDomains(round, k, level, a, b))) {
    const placed = domain === best ? undefined : placeIn(round, k, count, ladder, rung, domain)
    if (placed !== undefined) return placed
  }
  return undefined
}

/** Domains whose free sums would hold the gang. Whether the nodes do is found out by trying. */
function domainsWithRoom(round: Round, k: number, count: number, { count: domainCount, room }: Level): number[] {
  const { width } = round.fleet
  const { need } = round.work
  const domains: number[] = []
  for (let domain = 0; domain < domainCount; domain++) {
    let hasRoom = true
    for (let a = 0; a < width && hasRoom; a++) {
      // The largest free part of a device does not add up over nodes.
      if (a === round.amounts.shared) continue
      hasRoom = room[domain * width + a]! >= need[k * width + a]! * count
    }
    if (hasRoom) domains.push(domain)
  }
  return domains
}

/** Best first: least room left in the gang's main resource (binpack) or most (spread), ties to the smaller number. */
function compareDomains(round: Round, k: number, { room }: Level, a: number, b: number): number {
  const { width } = round.fleet
  const primary = round.work.primary[k]!
  const difference = room[a * width + primary]! - room[b * width + primary]!
  return (round.isSpread ? -difference : difference) || a - b
}

function bestOf(round: Round, k: number, level: Level, domains: readonly number[]): number {
  let best = domains[0] ?? -1
  for (const domain of domains) if (compareDomains(round, k, level, domain, best) < 0) best = domain
  return best
}

function placeIn(
  round: Round,
  k: number,
  count: number,
  ladder: Ladder,
  rung: number,
  domain: number,
): number[] | undefined {
  const nodes: number[] = []
  fillDomain(round, k, count, ladder, rung, domain, nodes)
  if (nodes.length < count) {
    leave(round, k, nodes)
    return undefined
  }
  standApart(round, k, nodes, 0)
  return nodes
}

function leave(round: Round, k: number, nodes: readonly number[]): void {
  for (const node of nodes) occupyNode(round, node, k, -1)
  standApart(round, k, nodes, 0)
}
