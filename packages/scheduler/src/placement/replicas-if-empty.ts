import type { Round } from '../round/round.ts'
import { BARRED } from './constraints.ts'
import { ladderOf } from './ladders.ts'
import { replicasThatFit } from './replicas.ts'

/** What is known of a round before shares are divided. */
export type Layout = Pick<Round, 'amounts' | 'work' | 'fleet' | 'constraints' | 'ladders' | 'plainLadder' | 'bars'>

/** How many replicas of class `k`, up to all, some domain that must hold them would hold if all of it were empty. */
export function replicasIfEmpty(round: Layout, k: number): number {
  const { fleet, work, constraints } = round
  const constraint = constraints.ofClass[k]!
  if (constraint < 0) return 0
  const { mask, narrow } = constraints.masks[constraint]!
  const replicas = work.replicas[k]!
  const ladder = ladderOf(round, k)
  const { count: domainCount, of } = ladder[ladder.length - 1]!
  const slots = replicas === 1 ? undefined : new Float64Array(domainCount)
  const spacing = round.bars?.[k]?.domain
  const isSeen = new Set<number>()
  const count = narrow === undefined ? fleet.count : narrow.length
  let most = 0
  for (let i = 0; i < count && most < replicas; i++) {
    const n = narrow === undefined ? i : narrow[i]!
    if (mask !== undefined && mask[n] === BARRED) continue
    const fits = spacedReplicas(replicasThatFit(round.amounts, fleet.allocatable, n * fleet.width, work, k), n)
    if (fits === 0) continue
    if (slots === undefined) return 1
    const domain = of[n]!
    if (domain < 0) continue
    slots[domain]! += fits
    most = Math.max(most, slots[domain]!)
  }
  return Math.min(replicas, most)

  function spacedReplicas(fits: number, n: number): number {
    if (fits === 0 || spacing === undefined || spacing[n]! < 0) return fits
    if (isSeen.has(spacing[n]!)) return 0
    isSeen.add(spacing[n]!)
    return 1
  }
}
