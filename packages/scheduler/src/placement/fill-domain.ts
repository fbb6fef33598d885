import type { Round } from '../round/round.ts'
import { standApart } from './bars.ts'
import type { Ladder } from './ladders.ts'
import { needIndex, type Scope } from './levels.ts'
import { fitsNow, isAllowedOn, pickNode } from './pick-node.ts'
import { replicasThatFit } from './replicas.ts'
import { occupyNode } from './room.ts'

/**
 * Takes room in one domain of a rung for replicas of class `k` until `nodes` names `until` of them or no more fit. On a farther
 * rung than the first, few domains of the rungs below hold most of them: the smallest that holds all that is left,
 * else the one that holds most (Kueue's order). The caller marks, by `standApart`, that the gang is done.
 */
export function fillDomain(
  round: Round,
  k: number,
  until: number,
  ladder: Ladder,
  rung: number,
  domain: number,
  nodes: number[],
): void {
  if (rung > 0) {
    for (const [part, slots] of partsOf(round, k, ladder, rung, domain, until - nodes.length)) {
      fillDomain(round, k, Math.min(until, nodes.length + slots), ladder, rung - 1, part, nodes)
      if (nodes.length === until) return
    }
  }
  fillNodes(round, k, until, { level: ladder[rung]!, domain }, nodes)
}

function fillNodes(round: Round, k: number, until: number, scope: Scope, nodes: number[]): void {
  needIndex(round, scope.level)
  let last = -1
  while (nodes.length < until) {
    const node = !round.isSpread && last >= 0 && fitsNow(round, last, k) ? last : pickNode(round, k, scope)
    if (node < 0) return
    occupyNode(round, node, k, 1)
    nodes.push(node)
    if (round.bars !== undefined) standApart(round, k, [node], 1)
    last = node
  }
}

/** Domains of the next nearer rung inside a domain, in the order in which they are to be filled, and what each holds. */
function partsOf(
  round: Round,
  k: number,
  ladder: Ladder,
  rung: number,
  domain: number,
  count: number,
): (readonly [part: number, slots: number])[] {
  const { fleet, work, bars } = round
  const { of } = ladder[rung]!
  const { of: partOf } = ladder[rung - 1]!
  const slots = new Map<number, number>()
  const isSpaced = bars?.[k]?.domain !== undefined
  for (let n = 0; n < fleet.count; n++) {
    const part = partOf[n]!
    if (of[n] !== domain || part < 0 || !isAllowedOn(round, n, k) || !fitsNow(round, n, k)) continue
    const fits = isSpaced ? 1 : replicasThatFit(round.amounts, fleet.room, n * fleet.width, work, k)
    slots.set(part, (slots.get(part) ?? 0) + fits)
  }
  const largest = [...slots].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  const chosen: (readonly [number, number])[] = []
  for (let left = count, next = 0; left > 0 && next < largest.length;) {
    if (largest[next]![1] < left) {
      left -= largest[next]![1]
      chosen.push(largest[next++]!)
      continue
    }
    // The last one: the smallest that holds what is left, of equals the first.
    let last = next
    for (let i = next + 1; i < largest.length && largest[i]![1] >= left; i++) {
      if (largest[i]![1] < largest[last]![1]) last = i
    }
    chosen.push(largest[last]!)
    break
  }
  return chosen
}
