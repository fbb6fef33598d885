import type { Round } from '../round/round.ts'
import { sizedClass } from '../round/sizes.ts'
import { PLACED, RUNNING, STOPPING, VICTIM, type Work } from '../round/work.ts'
import { bookUser } from './user-books.ts'
import { replicasIfEmpty, type Layout } from '../placement/replicas-if-empty.ts'

/**
 * Fills in what every leaf requests: what it holds, and what it waits for as far as it could ever hold it. Work that no cluster
 * could run even if it were empty asks for nothing, and waiting non-preemptible work for no more than is left of the deserved
 * quota: otherwise a hopeless request would cost the neighbours their shares.
 */
export function sumDemand(round: Layout & Pick<Round, 'tree' | 'ledger'>): void {
  const { tree, work, ledger } = round
  const { width, requested, physical, fixed, deserved, users } = ledger
  const waitingFixed = new Float64Array(requested.length)
  const elasticRuns = countElasticRuns(work)
  for (let k = 0; k < work.classCount; k++) {
    const leaf = work.leaf[k]!
    const runs = elasticRuns === undefined ? 0 : elasticRuns[k]!
    const count = work.waitingCount[k]! + runs
    if (leaf < 0 || count === 0) continue
    const replicas = replicasIfEmpty(round, work.base[k]!)
    if (replicas < work.replicasMin[work.base[k]!]!) continue
    const asked = sizedClass(round, k, replicas)
    const column = work.preemptible[k] === 1 ? requested : waitingFixed
    // What runs is counted among what is held already.
    for (let a = 0; a < width; a++) {
      column[leaf * width + a]! += count * work.demand[asked * width + a]! - runs * work.demand[k * width + a]!
    }
    if (users === undefined || work.preemptible[k] === 0) continue
    bookUser(work, users, users.asked, asked, count)
    if (runs > 0) bookUser(work, users, users.asked, k, -runs)
  }
  for (let q = 1; q < tree.count; q++) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      if (tree.isLeaf[q] === 1) requested[index]! += physical[index]!
      requested[index]! += Math.min(waitingFixed[index]!, Math.max(0, deserved[index]! - fixed[index]!))
    }
  }
}

const HELD: ReadonlySet<number> = new Set([RUNNING, STOPPING, PLACED, VICTIM])

/**
 * By class, preemptible elastic gangs that run with fewer replicas than all. They go on asking for all: what a queue asks for must not
 * depend on the size that its gangs happen to have, or shares would move with every start. Undefined when no work is elastic.
 */
function countElasticRuns(work: Work): Int32Array | undefined {
  if (work.sizes === undefined) return undefined
  const runs = new Int32Array(work.classCount)
  for (let at = 0; at < work.count; at++) {
    const k = work.class[at]!
    const isHeld = HELD.has(work.status[at]!)
    if (isHeld && work.base[k] !== k && work.preemptible[k] === 1) runs[k]! += 1
  }
  return runs
}
