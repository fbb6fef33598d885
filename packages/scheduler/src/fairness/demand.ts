import { bookUser } from './user-books.ts'
import type { Round } from '../round/round.ts'
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
  for (let k = 0; k < work.classCount; k++) {
    const leaf = work.leaf[k]!
    const count = work.waitingCount[k]!
    if (leaf < 0 || count === 0 || replicasIfEmpty(round, k) < work.replicas[k]!) continue
    const column = work.preemptible[k] === 1 ? requested : waitingFixed
    for (let a = 0; a < width; a++) column[leaf * width + a]! += count * work.demand[k * width + a]!
    if (users !== undefined && work.preemptible[k] === 1) bookUser(work, users, users.asked, k, count)
  }
  for (let q = 1; q < tree.count; q++) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      if (tree.isLeaf[q] === 1) requested[index]! += physical[index]!
      requested[index]! += Math.min(waitingFixed[index]!, Math.max(0, deserved[index]! - fixed[index]!))
    }
  }
}
