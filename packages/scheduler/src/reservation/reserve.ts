import { mayHold } from '../fairness/gates.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import { claimNode } from '../placement/room.ts'
import { entitledDepth } from '../preemption/claim.ts'
import type { Holding, Round } from '../round/round.ts'
import { forecastRoom, type Release } from './forecast.ts'

/** Room that is kept for a workload which could not be placed, until the runs that are in its way end by themselves. */
export interface Reservation extends Holding {
  /** When all of it is free at the latest. */
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
  const k = work.class[at]!
  const horizonMs = policy.reservationHorizonMs ?? 0
  if (round.reservation !== undefined || horizonMs <= 0 || round.reservationTries === TRIES_MAX) return
  round.releases ??= forecastRoom(round, round.now + horizonMs)
  if (round.releases.length === 0 || !mayKeep()) return
  round.reservationTries++
  const found = soonest(round, k, round.releases)
  if (found === undefined) return
  for (const node of found.nodes) claimNode(round, node, k, 1)
  round.reservation = { at, ...found }

  function mayKeep(): boolean {
    return entitledDepth(round, k, work.leaf[k]!) === 1 && mayHold(tree, work, ledger, k)
  }
}

/** Plays the releases through in order of time until some cluster holds all replicas. */
function soonest(round: Round, k: number, releases: readonly Release[]): Omit<Reservation, 'at'> | undefined {
  const { fleet, work } = round
  const { width } = fleet
  const replicas = work.replicas[k]!
  const room = fleet.room.slice()
  const fits = new Float64Array(fleet.count)
  const inCluster = new Float64Array(fleet.clusterCount)
  function recount(n: number): void {
    const now = isAllowedOn(round, n, k) ? replicasThatFit(round.amounts, room, n * width, work, k) : 0
    inCluster[fleet.cluster[n]!]! += now - fits[n]!
    fits[n] = now
  }
  for (let n = 0; n < fleet.count; n++) recount(n)
  for (const { node, class: ending, time } of releases) {
    for (let a = 0; a < width; a++) room[node * width + a]! += work.need[ending * width + a]!
    recount(node)
    const cluster = fleet.cluster[node]!
    if (inCluster[cluster]! >= replicas) return { startsAt: time, nodes: chooseNodes(round, k, cluster, fits) }
  }
  return undefined
}

/** The nodes that hold most replicas, so that few nodes are kept from others; ties to the smaller id. */
function chooseNodes(round: Round, k: number, cluster: number, fits: Float64Array): number[] {
  const candidates: number[] = []
  for (let n = 0; n < fits.length; n++) if (round.fleet.cluster[n] === cluster && fits[n]! > 0) candidates.push(n)
  candidates.sort((a, b) => fits[b]! - fits[a]! || a - b)
  const nodes: number[] = []
  const replicas = round.work.replicas[k]!
  for (const n of candidates) for (let i = 0; i < fits[n]! && nodes.length < replicas; i++) nodes.push(n)
  return nodes
}
