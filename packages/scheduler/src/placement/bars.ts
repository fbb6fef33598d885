import type { Round } from '../round/round.ts'
import { count } from './tally.ts'

/** Nodes that rules about neighbours close to a class at this moment, beside what its mask says. */
export interface Bars {
  /** By node: how many rules of `near` and `apart` are against it; undefined where the class has none. Shared between classes. */
  against: Int32Array | undefined
  /** By node: its domain of the level that replicas stand apart by, -1 for none; undefined where they need not. */
  domain: Int32Array | undefined
  /** By that domain: 1 while a replica of the gang that is being placed stands there. */
  isTaken: Uint8Array
}

export function isBarred(bars: Bars, node: number): boolean {
  if (bars.against !== undefined && bars.against[node] !== 0) return true
  const domain = bars.domain === undefined ? -1 : bars.domain[node]!
  return domain >= 0 && bars.isTaken[domain] === 1
}

/** Remembers (1) or forgets (0) where replicas of the gang that is being placed stand, so that the next one stands apart. */
export function standApart(round: Round, k: number, nodes: readonly number[], isTaken: 0 | 1): void {
  const bars = round.bars?.[k]
  if (bars?.domain === undefined) return
  for (const node of nodes) {
    const domain = bars.domain[node]!
    if (domain >= 0) bars.isTaken[domain] = isTaken
  }
}

/** Tells the neighbours of work of class `k` that it holds room on these nodes (1), or no more (-1). */
export function holdNear(round: Round, k: number, nodes: readonly number[], sign: 1 | -1): void {
  if (round.neighbours !== undefined) count(round.neighbours.held[round.work.base[k]!], nodes, sign)
}

/** Tells the neighbours of work of class `k` that it starts on these nodes. */
export function startNear(round: Round, k: number, nodes: readonly number[]): void {
  if (round.neighbours === undefined) return
  holdNear(round, k, nodes, 1)
  count(round.neighbours.running[round.work.base[k]!], nodes, 1)
}
