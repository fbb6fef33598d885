import { isBarred } from '../placement/bars.ts'
import { ladderNow } from '../placement/ladders.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import type { Round } from '../round/round.ts'

/** One replica on a node: how much has to come free for it, in replicas, once those before it on the node stand. */
interface Place {
  node: number
  missing: number
}

/**
 * The nodes of one cluster, or domain of the level asked for, one for each replica of class `k`, on which least has to come free
 * until all of them fit; ties to the smaller ids. Undefined when no domain would hold them if it were empty. As long as nobody
 * else gets into the free room of the answer, what is missing never grows from one round to the next, wherever the next answer
 * lies; so it ends at nothing.
 */
export function leastMissing(round: Round, k: number): number[] | undefined {
  const { fleet } = round
  const ladder = ladderNow(round, k)
  const level = ladder[ladder.length - 1]!
  const bars = round.bars?.[k]
  const places: Place[][] = Array.from({ length: level.count }, () => [])
  for (let n = 0; n < fleet.count; n++) {
    if (level.of[n]! < 0 || !isAllowedOn(round, n, k) || (bars !== undefined && isBarred(bars, n))) continue
    listPlaces(round, n, k, places[level.of[n]!]!)
  }
  let best: number[] | undefined
  let least = Infinity
  for (const list of places) {
    const { nodes, missing } = cheapest(list, round.work.replicas[k]!, bars?.domain)
    if (nodes === undefined || missing >= least) continue
    least = missing
    best = nodes
  }
  return best
}

/** The replicas that an empty node would hold; each costs at least as much as the one before. */
function listPlaces(round: Round, n: number, k: number, list: Place[]): void {
  const { fleet, work, amounts } = round
  const from = n * fleet.width
  const most = Math.min(work.replicas[k]!, replicasThatFit(amounts, fleet.allocatable, from, work, k))
  const fits = replicasThatFit(amounts, fleet.room, from, work, k)
  let before = 0
  for (let count = 1; count <= most; count++) {
    const missing = count <= fits ? 0 : shortage(round, n, k, count, fits)
    list.push({ node: n, missing: missing - before })
    before = missing
  }
}

/** What `count` replicas lack on a node, summed over resources, each in parts of what one replica needs. */
function shortage(round: Round, n: number, k: number, count: number, fits: number): number {
  const { fleet, work, amounts } = round
  let sum = 0
  for (let a = 0; a < fleet.width; a++) {
    const need = work.need[k * fleet.width + a]!
    if (need === 0) continue
    // The largest free part of a device does not tell how many parts more a node holds.
    if (a === amounts.shared) sum += count - fits
    else sum += Math.max(0, count * need - fleet.room[n * fleet.width + a]!) / need
  }
  return sum
}

/** The places where least is missing, one in each domain of `spacing` where replicas stand apart. */
function cheapest(
  list: Place[],
  replicas: number,
  spacing: Int32Array | undefined,
): { nodes: number[] | undefined; missing: number } {
  const nodes: number[] = []
  const isTaken = new Set<number>()
  let missing = 0
  if (list.length < replicas) return { nodes: undefined, missing }
  list.sort((a, b) => a.missing - b.missing || a.node - b.node)
  for (let i = 0; i < list.length && nodes.length < replicas; i++) {
    const place = list[i]!
    const space = spacing === undefined ? -1 : spacing[place.node]!
    if (isTaken.has(space)) continue
    if (space >= 0) isTaken.add(space)
    nodes.push(place.node)
    missing += place.missing
  }
  return { nodes: nodes.length === replicas ? nodes : undefined, missing }
}
