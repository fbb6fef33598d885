import type { WorkloadUpsert } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'
import type { Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Bars } from './bars.ts'
import { CLUSTER_LEVEL } from '../state/shapes.ts'
import { findLevel, openLevels, type Level } from './levels.ts'
import { neighbourLevels, openNeighbours, type NeighbourBooks } from './neighbours.ts'

/** The levels in one domain of which a gang is tried, near to far; the last holds what must be together. */
export type Ladder = readonly Level[]

/** What classes say about domains, as far as any class says something. */
export interface Domains {
  levels: Level[]
  /** That of work that asks for nothing: one cluster. */
  plainLadder: Ladder
  /** By local class; undefined, or without an entry: all replicas in one cluster. */
  ladders: (Ladder | undefined)[] | undefined
  /** By local class; undefined, or without an entry: nothing about neighbours. */
  bars: (Bars | undefined)[] | undefined
  neighbours: NeighbourBooks | undefined
}

/** Lays out levels, ladders and what replicas stand apart by, for classes that somebody waits in. */
export function openDomains(
  state: SchedulerState,
  pool: number,
  fleet: Fleet,
  work: Work,
  constraints: Round['constraints'],
): Domains {
  const topology = state.pools.upserts[pool]?.topology ?? []
  const rungs = new Map<number, readonly string[]>()
  const apart = new Map<number, string>()
  for (let k = 0; k < work.classCount; k++) {
    if (constraints.ofClass[k] === -1) continue
    const { topology: asked, apartBy } = state.classes.specs[work.stateClass[k]!]!
    if (asked !== undefined && (asked.required ?? asked.preferred) !== undefined) rungs.set(k, rungsOf(topology, asked))
    if (apartBy !== undefined) apart.set(k, apartBy)
  }
  const levels = openLevels(state, pool, fleet, [
    ...neighbourLevels(state, work),
    ...[...rungs.values()].flat(),
    ...apart.values(),
  ])
  const neighbours = openNeighbours(state, fleet, work, levels, (k) => constraints.ofClass[k] !== -1)
  const domains: Domains = { levels, plainLadder: levels.slice(0, 1), ladders: undefined, bars: undefined, neighbours }
  for (const [k, names] of rungs) {
    domains.ladders ??= []
    domains.ladders[k] = names.map((name) => findLevel(levels, name))
  }
  for (const [k, name] of apart) {
    const level = findLevel(levels, name)
    domains.bars ??= []
    domains.bars[k] = { against: undefined, domain: level.of, isTaken: new Uint8Array(level.count) }
  }
  for (const [k, against] of (neighbours?.against ?? []).entries()) {
    if (against === undefined) continue
    domains.bars ??= []
    domains.bars[k] = { ...(domains.bars[k] ?? { domain: undefined, isTaken: new Uint8Array(0) }), against }
  }
  if (domains.bars !== undefined && work.sizes !== undefined) {
    for (let k = 0; k < work.classCount; k++) domains.bars[k] = domains.bars[work.base[k]!]
  }
  return domains
}

/** Names of the levels to try, near to far. */
function rungsOf(topology: readonly string[], asked: NonNullable<WorkloadUpsert['topology']>): readonly string[] {
  const { required, preferred } = asked
  const farthest = required ?? CLUSTER_LEVEL
  if (preferred === undefined || preferred === farthest) return [farthest]
  const near = topology.indexOf(preferred)
  if (required === undefined) return near === -1 ? [preferred, farthest] : [...upFrom(topology, near, 0), farthest]
  const far = topology.indexOf(required)
  // Of a level that is not nearer than the required one, nothing can be preferred.
  return far === -1 || near <= far ? [required] : upFrom(topology, near, far)
}

function upFrom(topology: readonly string[], near: number, far: number): string[] {
  return topology.slice(far, near + 1).reverse()
}

/** The levels that a gang of class `k` is tried at. */
export function ladderOf(round: Pick<Round, 'ladders' | 'plainLadder'>, k: number): Ladder {
  return round.ladders?.[k] ?? round.plainLadder
}

/** The same at this moment: as long as nothing runs of the kind that it must be near to and is of, it keeps together by itself. */
export function ladderNow(round: Round, k: number): Ladder {
  let ladder = ladderOf(round, k)
  for (const { level, total } of round.neighbours?.ownKind[round.work.base[k]!] ?? []) {
    if (total > 0 || ladder[ladder.length - 1]!.count >= level.count) continue
    ladder = [...ladder.filter(({ count }) => count > level.count), level]
  }
  return ladder
}
