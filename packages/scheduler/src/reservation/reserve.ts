import { mayHold } from '../fairness/gates.ts'
import { isBarred } from '../placement/bars.ts'
import { ladderNow } from '../placement/ladders.ts'
import type { Scope } from '../placement/levels.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import { claimNode } from '../placement/room.ts'
import { entitledDepth } from '../preemption/claim.ts'
import type { Holding, Round } from '../round/round.ts'
import { fewestClass } from '../round/sizes.ts'
import { forecastRoom, type Release } from './forecast.ts'

/** Room that is kept for a workload which could not be placed, until the runs that are in its way end by themselves. */
export interface Reservation extends Holding {
  /** When all of it is free at the latest; `Infinity` when the runs in its way do not say. */
  startsAt: number
}

/** Blocked workloads for which a round looks ahead, at most: each costs a walk over all nodes. */
const TRIES_MAX = 8

/**
 * Keeps room for the first workload of a round that finds none though its queue's share covers it: on the nodes where it
 * can start soonest, going by the time limits of what runs there, if that is within the policy's horizon. Without this, a
 * gang would wait for ever behind small work that takes each GPU as it comes free. The idea is Slurm's backfill, for one
 * workload at a time.
 */
export function reserve(round: Round, at: number): void {
  const { tree, work, ledger, policy } = round
  const k = fewestClass(round, work.class[at]!)
  const horizonMs = policy.reservationHorizonMs ?? 0
  if (round.reservation !== undefined || horizonMs <= 0 || round.reservationTries === TRIES_MAX) return
  round.releases ??= forecastRoom(round, round.now + horizonMs)
  if (round.releases.length === 0) return
  if (entitledDepth(round, k, work.leaf[k]!) !== 1 || !mayHold(tree, work, ledger, k)) return
  round.reservationTries++
  const found = soonest(round, k, round.releases)
  if (found === undefined) return
  round.reservation = { at, ...found }
  shiftReservation(round, 1)
}

/** Takes (`sign` 1) the room that is kept out of what others see, or returns it (-1). */
export function shiftReservation(round: Round, sign: 1 | -1): void {
  const { reservation, work } = round
  if (reservation === undefined) return
  for (const node of reservation.nodes) claimNode(round, node, work.class[reservation.at]!, sign)
}

/** Plays the releases through in order of time until some cluster, or domain of the level asked for, holds all replicas. */
export function soonest(round: Round, k: number, releases: readonly Release[]): Omit<Reservation, 'at'> | undefined {
  const { fleet, work } = round
  const { width } = fleet
  const replicas = work.replicas[k]!
  const ladder = ladderNow(round, k)
  const level = ladder[ladder.length - 1]!
  const bars = round.bars?.[k]
  const isSpaced = bars?.domain !== undefined
  const room = fleet.room.slice()
  const fits = new Float64Array(fleet.count)
  const inDomain = new Float64Array(level.count)
  function recount(n: number): void {
    if (level.of[n]! < 0) return
    const isOpen = isAllowedOn(round, n, k) && (bars === undefined || !isBarred(bars, n))
    const now = isOpen ? replicasThatFit(round.amounts, room, n * width, work, k) : 0
    inDomain[level.of[n]!]! += now - fits[n]!
    fits[n] = now
  }
  for (let n = 0; n < fleet.count; n++) recount(n)
  for (const { node, class: ending, time } of releases) {
    for (let a = 0; a < width; a++) room[node * width + a]! += work.need[ending * width + a]!
    recount(node)
    const domain = level.of[node]!
    if (domain < 0 || inDomain[domain]! < replicas) continue
    const nodes = chooseNodes(round, k, { level, domain }, fits, isSpaced ? bars.domain : undefined)
    if (nodes.length === replicas) return { startsAt: time, nodes }
  }
  return undefined
}

/**
 * The nodes that hold most replicas, so that few nodes are kept from others; ties to the smaller id. Where replicas stand apart,
 * one in each domain of `spacing`; there may be fewer nodes than replicas then.
 */
function chooseNodes(
  round: Round,
  k: number,
  { level, domain }: Scope,
  fits: Float64Array,
  spacing: Int32Array | undefined,
): number[] {
  const candidates: number[] = []
  for (let n = 0; n < fits.length; n++) if (level.of[n] === domain && fits[n]! > 0) candidates.push(n)
  candidates.sort((a, b) => fits[b]! - fits[a]! || a - b)
  const nodes: number[] = []
  const replicas = round.work.replicas[k]!
  const isTaken = new Set<number>()
  for (const n of candidates) {
    const space = spacing === undefined ? -1 : spacing[n]!
    if (isTaken.has(space)) continue
    if (space >= 0) isTaken.add(space)
    const most = space >= 0 ? 1 : fits[n]!
    for (let i = 0; i < most && nodes.length < replicas; i++) nodes.push(n)
  }
  return nodes
}
