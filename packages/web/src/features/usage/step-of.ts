const POINTS = 300
/** Widths of a point in seconds. The least is how often agents measure. */
const STEPS = [15, 60, 300, 900, 1800, 3600, 7200, 10_800, 21_600] as const

/** How wide a point of a graph is, so that a line has a few hundred of them. In seconds. */
export function stepOf({ from, to }: { from: number; to: number }): number {
  const seconds = (to - from) / 1000
  return STEPS.find((step) => seconds / step <= POINTS) ?? 86_400
}
