/**
 * Where the search for the first leaf with room may begin. Within a round room mostly shrinks, so what did not fit at a leaf does not fit there
 * later; a shape's search goes on from where its last one ended, and only steps back to leaves that gained room since.
 */
export interface Cursors {
  segmentCount: number
  /** By shape: for each segment the leaf to begin at, and the number of gains that it takes account of. */
  byShape: (Int32Array | undefined)[]
  /** Gains of room so far. */
  gains: number
  /**
   * By segment: leaves that gained room, ascending, and when; only those that no later gain of a smaller leaf makes redundant. So the first
   * entry after a moment is the smallest leaf that gained since.
   */
  gainedLeaves: (number[] | undefined)[]
  gainedAt: (number[] | undefined)[]
}

export function createCursors(segmentCount: number): Cursors {
  return { segmentCount, byShape: [], gains: 0, gainedLeaves: [], gainedAt: [] }
}

/** Notes that a leaf has more room than before. */
export function noteGain(cursors: Cursors, segment: number, leaf: number): void {
  const leaves = (cursors.gainedLeaves[segment] ??= [])
  const moments = (cursors.gainedAt[segment] ??= [])
  while (leaves.length > 0 && leaves[leaves.length - 1]! >= leaf) {
    leaves.pop()
    moments.pop()
  }
  leaves.push(leaf)
  moments.push(++cursors.gains)
}

/** No leaf before this one has room for the shape. */
export function cursorOf(cursors: Cursors, shape: number, segment: number): number {
  const entries = cursors.byShape[shape]
  if (entries === undefined) return 0
  const leaf = entries[2 * segment]!
  const moments = cursors.gainedAt[segment]
  const seen = entries[2 * segment + 1]!
  if (moments === undefined || moments.length === 0 || moments[moments.length - 1]! <= seen) return leaf
  let low = 0
  let high = moments.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (moments[middle]! > seen) high = middle
    else low = middle + 1
  }
  return Math.min(leaf, cursors.gainedLeaves[segment]![low]!)
}

/** Keeps what a search found out: no leaf before this one has room for the shape. */
export function moveCursor(cursors: Cursors, shape: number, segment: number, leaf: number): void {
  const entries = (cursors.byShape[shape] ??= new Int32Array(2 * cursors.segmentCount))
  entries[2 * segment] = leaf
  entries[2 * segment + 1] = cursors.gains
}
