import { growInt32 } from './columns.ts'

/**
 * All workloads by time of submission, then id: the order in which equals are served. Kept sorted between rounds, since
 * news nearly always belongs at the end. A removed workload leaves a hole (-1) until holes are the greater part.
 */
export interface Arrivals {
  list: Int32Array
  length: number
  holes: number
  /** Where a workload stands in `list`; -1: nowhere, -2: in `late`. */
  position: Int32Array
  /** Added since the last {@link settleArrivals}. */
  late: number[]
}

const NOWHERE = -1
const LATE = -2

export function createArrivals(): Arrivals {
  return { list: new Int32Array(64), length: 0, holes: 0, position: new Int32Array(0), late: [] }
}

export function addArrival(arrivals: Arrivals, workload: number): void {
  arrivals.position = growInt32(arrivals.position, workload + 1, NOWHERE)
  arrivals.position[workload] = LATE
  arrivals.late.push(workload)
}

export function removeArrival(arrivals: Arrivals, workload: number): void {
  const position = arrivals.position[workload]!
  if (position >= 0) {
    arrivals.list[position] = -1
    arrivals.holes++
  }
  arrivals.position[workload] = NOWHERE
}

/** Merges what was added; costs the length of the tail behind the earliest newcomer. */
export function settleArrivals(arrivals: Arrivals, submittedAt: Float64Array, ids: readonly string[]): void {
  if (arrivals.holes * 2 > arrivals.length) compact(arrivals)
  const late = takeLate(arrivals)
  if (late.length === 0) return
  late.sort((a, b) => (isBefore(a, b, submittedAt, ids) ? -1 : 1))
  arrivals.list = growInt32(arrivals.list, arrivals.length + late.length)
  const { list, position } = arrivals
  let read = arrivals.length - 1
  let write = arrivals.length + late.length - 1
  arrivals.length += late.length
  for (let next = late.length - 1; next >= 0;) {
    const standing = read >= 0 ? list[read]! : -1
    if (read >= 0 && (standing < 0 || isBefore(late[next]!, standing, submittedAt, ids))) {
      list[write] = standing
      if (standing >= 0) position[standing] = write
      read--
    } else {
      list[write] = late[next]!
      position[late[next]!] = write
      next--
    }
    write--
  }
}

/** Workloads still to be merged, each once, though its number may have been given out twice since. */
function takeLate(arrivals: Arrivals): number[] {
  const late: number[] = []
  for (const workload of arrivals.late) {
    if (arrivals.position[workload] !== LATE) continue
    arrivals.position[workload] = NOWHERE
    late.push(workload)
  }
  arrivals.late = []
  return late
}

function compact(arrivals: Arrivals): void {
  let write = 0
  for (let read = 0; read < arrivals.length; read++) {
    const workload = arrivals.list[read]!
    if (workload < 0) continue
    arrivals.list[write] = workload
    arrivals.position[workload] = write++
  }
  arrivals.length = write
  arrivals.holes = 0
}

function isBefore(a: number, b: number, submittedAt: Float64Array, ids: readonly string[]): boolean {
  const difference = submittedAt[a]! - submittedAt[b]!
  return difference === 0 ? ids[a]! < ids[b]! : difference < 0
}
