import { ladderOf } from '../placement/ladders.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import type { Round } from '../round/round.ts'
import { CLUSTER_LEVEL } from '../state/shapes.ts'
import type { NodeKinds } from './node-kinds.ts'

/** What becomes of the replicas of a class by how they must stand to each other and to other work. */
export interface DomainFacts {
  /** What must hold all replicas: a cluster, or one domain of this level. */
  level: string
  /** Replicas that the best domain takes now, and one of its nodes (local; -1: none). */
  now: number
  nowNode: number
  /** The same if all that is open or closed for now were empty, whoever its neighbours are then. */
  ever: number
  everNode: number
  /** The most in one cluster now, if nothing were said about where replicas and neighbours stand. */
  nowAnywhere: number
  /** Nodes with room that rules about neighbours close to it. */
  barred: number
}

/** Undefined for classes that say nothing about domains and neighbours. O(nodes) for the others. */
export function gatherDomains(round: Round, k: number, kinds: NodeKinds): DomainFacts | undefined {
  const { fleet, work, amounts } = round
  const ladder = ladderOf(round, k)
  const { name: level, of, count } = ladder[ladder.length - 1]!
  const bars = round.bars?.[k]
  if (level === CLUSTER_LEVEL && bars === undefined) return undefined
  const now = new Float64Array(count)
  const ever = new Float64Array(count)
  const anywhere = new Float64Array(fleet.clusterCount)
  const example = new Int32Array(count).fill(-1)
  const seen = { now: new Set<number>(), ever: new Set<number>() }
  let barred = 0
  for (const kind of kinds.kinds) {
    const fits = replicasThatFit(amounts, fleet.allocatable, kind.nodes[0]! * fleet.width, work, k)
    if (fits === 0) continue
    for (const n of kind.nodes) {
      const domain = of[n]!
      const apart = bars?.domain === undefined ? -1 : bars.domain[n]!
      if (domain >= 0) {
        if (example[domain] === -1) example[domain] = n
        ever[domain]! += spaced(seen.ever, apart, fits)
      }
      if (kind.closed !== undefined) continue
      const free = replicasThatFit(amounts, fleet.room, n * fleet.width, work, k)
      if (free === 0) continue
      anywhere[kind.cluster]! += free
      if (bars?.against !== undefined && bars.against[n] !== 0) barred++
      else if (domain >= 0) now[domain]! += spaced(seen.now, apart, free)
    }
  }
  const bestNow = bestOf(now)
  const bestEver = bestOf(ever)
  return {
    level,
    now: now[bestNow] ?? 0,
    nowNode: example[bestNow] ?? -1,
    ever: ever[bestEver] ?? 0,
    everNode: example[bestEver] ?? -1,
    nowAnywhere: anywhere.reduce((most, value) => Math.max(most, value), 0),
    barred,
  }
}

/** One replica for each domain that they stand apart by, where they do. */
function spaced(seen: Set<number>, apart: number, fits: number): number {
  if (apart < 0) return fits
  if (seen.has(apart)) return 0
  seen.add(apart)
  return 1
}

function bestOf(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}
