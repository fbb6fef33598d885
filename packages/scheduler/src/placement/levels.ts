import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'
import { CLUSTER_LEVEL, NODE_LEVEL } from '../state/shapes.ts'
import type { SchedulerState } from '../state/state.ts'
import { buildNodeIndex, type NodeIndex } from './node-index.ts'

/**
 * One way to split the pool's nodes into domains: by cluster, by node, or by a label. A domain never spans clusters; that of
 * a label of the pool's topology lies within one domain of every farther label. Numbered by their first node.
 */
export interface Level {
  name: string
  count: number
  /** Domain by local node; -1 for nodes without the label. */
  of: Int32Array
  /** Free amounts by domain, at least: a quick no for gangs. Rows of `width`. */
  room: Float64Array
  /** Undefined until somebody looks for room in one domain. */
  index: NodeIndex | undefined
}

/** One domain, to look for room in. */
export interface Scope {
  level: Level
  domain: number
}

/** The levels of a pool that its waiting work names, the clusters first; all made before anything is claimed, so that sums are whole. */
export function openLevels(state: SchedulerState, pool: number, fleet: Fleet, names: Iterable<string>): Level[] {
  const topology = state.pools.upserts[pool]?.topology ?? []
  const levels = [levelOf(fleet, CLUSTER_LEVEL, fleet.cluster, fleet.clusterCount)]
  for (const name of new Set(names)) {
    if (name === CLUSTER_LEVEL) continue
    const path = topology.includes(name) ? topology.slice(0, topology.indexOf(name) + 1) : [name]
    if (name === NODE_LEVEL) levels.push(levelOf(fleet, name, Int32Array.from(fleet.node.keys()), fleet.count))
    else levels.push(levelOf(fleet, name, ...labelDomains(state, fleet, path)))
  }
  return levels
}

export function findLevel(levels: readonly Level[], name: string): Level {
  return levels.find((level) => level.name === name)!
}

function labelDomains(state: SchedulerState, fleet: Fleet, path: readonly string[]): [of: Int32Array, count: number] {
  const of = new Int32Array(fleet.count).fill(-1)
  const index = new Map<string, number>()
  const name = path[path.length - 1]!
  for (let n = 0; n < fleet.count; n++) {
    const { labels } = state.nodes.upserts[fleet.node[n]!]!
    if (labels[name] === undefined) continue
    const key = `${fleet.cluster[n]}\u0000${path.map((label) => labels[label] ?? '').join('\u0000')}`
    let domain = index.get(key)
    if (domain === undefined) index.set(key, (domain = index.size))
    of[n] = domain
  }
  return [of, index.size]
}

function levelOf(fleet: Fleet, name: string, of: Int32Array, count: number): Level {
  const room = new Float64Array(count * fleet.width)
  for (let n = 0; n < fleet.count; n++) {
    if (fleet.isOpen[n] === 0 || of[n]! < 0) continue
    for (let a = 0; a < fleet.width; a++) {
      room[of[n]! * fleet.width + a]! += Math.max(0, fleet.room[n * fleet.width + a]!)
    }
  }
  return { name, count, of, room, index: undefined }
}

/** Makes sure that nodes can be looked for domain by domain. */
export function needIndex(round: Round, level: Level): NodeIndex {
  const isWhole = level.name === CLUSTER_LEVEL && level.count === 1
  level.index ??= isWhole ? round.index : buildNodeIndex(round.fleet, round.groups, round.amounts, level)
  return level.index
}
