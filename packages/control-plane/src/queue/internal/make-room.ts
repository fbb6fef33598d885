/** A waiting workload and the key of its place, in microseconds since the epoch. */
export interface Keyed {
  id: string
  at: number
}

/** Between neighbours whose keys leave no room for another one. */
export const STEP_MICROS = 1000

/**
 * Keys for a workload that comes between two neighbours of its line. Answers the workload's own key, and new keys of those that stand too close: of the
 * side on which fewer have to shift, so that the order of all others stays. Equal keys are ordered by id, so a key is never made equal to a neighbour's.
 *
 * `before` are those in front, the nearest first; `behind` those behind, the nearest first. Both may be cut off where they reach further than the other
 * side needs; keys never decrease from front to back.
 */
export function makeRoom(
  before: readonly Keyed[],
  behind: readonly Keyed[],
  now: number,
): { at: number; shifted: Keyed[] } {
  const front = before[0]
  const back = behind[0]
  if (front === undefined) return { at: back === undefined ? now : back.at - STEP_MICROS, shifted: [] }
  if (back === undefined) return { at: front.at + STEP_MICROS, shifted: [] }
  if (back.at - front.at >= 2) return { at: Math.floor((front.at + back.at) / 2), shifted: [] }
  const up = shift(behind, front.at + STEP_MICROS, 1)
  const down = shift(before, back.at - STEP_MICROS, -1)
  return up.length <= down.length
    ? { at: front.at + STEP_MICROS, shifted: up }
    : { at: back.at - STEP_MICROS, shifted: down }
}

/** Those that are not further than one step from the one before them, each moved one step on, until there is room again. */
function shift(side: readonly Keyed[], from: number, sign: 1 | -1): Keyed[] {
  const shifted: Keyed[] = []
  let last = from
  for (const { id, at } of side) {
    if ((at - last) * sign > 0) break
    last += sign * STEP_MICROS
    shifted.push({ id, at: last })
  }
  return shifted
}
