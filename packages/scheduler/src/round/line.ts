import type { Round } from './round.ts'
import { NOMINEE, WAITING } from './work.ts'

/** Who stands where in the queues after the round; by class, -1 for none. */
export interface Line {
  firstWaiting: Int32Array
  firstNominee: Int32Array
  /** Workloads of the same queue and higher priority that wait. */
  waitingBefore: Int32Array
}

export function openLine(round: Round): Line {
  const { tree, work } = round
  const line: Line = {
    firstWaiting: new Int32Array(work.classCount).fill(-1),
    firstNominee: new Int32Array(work.classCount).fill(-1),
    waitingBefore: new Int32Array(work.classCount),
  }
  for (let q = 0; q <= tree.count; q++) {
    let waiting = 0
    let before = 0
    let priority = Infinity
    for (let at = work.leafStart[q]!; at < work.leafStart[q + 1]!; at++) {
      const k = work.class[at]!
      const status = work.status[at]!
      if (status === NOMINEE && line.firstNominee[k] === -1) line.firstNominee[k] = at
      if (status !== WAITING) continue
      if (work.priority[k] !== priority) {
        priority = work.priority[k]!
        before = waiting
      }
      if (line.firstWaiting[k] === -1) {
        line.firstWaiting[k] = at
        line.waitingBefore[k] = before
      }
      waiting++
    }
  }
  return line
}
