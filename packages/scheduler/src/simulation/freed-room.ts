import type { Resources } from '../delta.ts'

/**
 * Room that came free since the last round, where rounds are sparse. What starts in it counts as started when it came free, or when it was submitted, whichever
 * is later: planned late, but nothing stood empty meanwhile, and a sparse simulation gets as much done as a dense one.
 */
export interface FreedRoom {
  byNode: Map<string, Freed[]>
  /** The last round. */
  roundAt: number
  /** Rounds that followed each other at one moment. */
  catchUps: number
  /** Runs that the last round started and that have ended already: their room is for others, and for that there may be a round at once. */
  pastEnds: number
}

interface Freed {
  at: number
  gpu: number
  cpu: number
}

/** A chain of short runs is caught up with in so many rounds; what is left of it waits for the next moment. */
const CATCH_UPS_MAX = 12

export function openFreedRoom(startAt: number): FreedRoom {
  return { byNode: new Map(), roundAt: startAt, catchUps: 0, pastEnds: 0 }
}

/** A run left its nodes at `at`. */
export function noteFreed(freed: FreedRoom, nodeIds: readonly string[], requests: Resources, at: number): void {
  const gpu = requests['gpu'] ?? 0
  const cpu = requests['cpu'] ?? 0
  for (const nodeId of nodeIds) {
    const list = freed.byNode.get(nodeId)
    if (list === undefined) freed.byNode.set(nodeId, [{ at, gpu, cpu }])
    else list.push({ at, gpu, cpu })
  }
}

/** When what starts at the round of `now` truly starts: its room is taken from what came free first on each of its nodes. Between `waitsFrom` and `now`. */
export function startFrom(
  freed: FreedRoom,
  nodeIds: readonly string[],
  requests: Resources,
  waitsFrom: number,
  now: number,
): number {
  let at = -Infinity
  for (const nodeId of nodeIds) {
    const list = freed.byNode.get(nodeId)
    if (list !== undefined) at = Math.max(at, take(list, requests))
  }
  // The last round had this room as well and did not give it: something else has changed, nobody knows when.
  if (at === -Infinity && waitsFrom <= freed.roundAt) return now
  return Math.min(now, Math.max(at, waitsFrom))
}

/** After a round was made true: what it left is left, but for what its victims gave. True: the next round may come at the same moment. */
export function closeFreedRoom(freed: FreedRoom, now: number): boolean {
  const isCatchingUp = freed.pastEnds > 0 && freed.catchUps < CATCH_UPS_MAX
  freed.catchUps = isCatchingUp ? freed.catchUps + 1 : 0
  freed.pastEnds = 0
  freed.roundAt = now
  for (const [nodeId, list] of freed.byNode) {
    const given = list.filter(({ at }) => at >= now)
    if (given.length === 0) freed.byNode.delete(nodeId)
    else freed.byNode.set(nodeId, given)
  }
  return isCatchingUp
}

/** Takes what a replica asks for, the earliest first; when the last of it came free, `-Infinity`: nothing did. */
function take(list: Freed[], requests: Resources): number {
  const name = (requests['gpu'] ?? 0) > 0 ? 'gpu' : 'cpu'
  let missing = requests[name] ?? 0
  let at = -Infinity
  while (missing > 0) {
    let first: Freed | undefined
    for (const one of list) if (one[name] > 0 && (first === undefined || one.at < first.at)) first = one
    if (first === undefined) break
    const part = Math.min(missing, first[name])
    missing -= part
    first[name] -= part
    at = Math.max(at, first.at)
  }
  return at
}
