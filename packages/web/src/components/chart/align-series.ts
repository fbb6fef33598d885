export interface ChartLine {
  label: string
  /** Seconds since the epoch, and a value. In order of time. */
  points: readonly (readonly [number, number])[]
}

/** All lines over one row of times, as the chart library takes them. */
export type Aligned = [times: number[], ...values: (number | null)[][]]

/**
 * Lines over a common row of times. Where a line has no value at a time it is `null`, and where samples are further apart than `gapSeconds` a
 * `null` is put between them: a gap is drawn as a gap, never as a line and never as zero.
 */
export function alignSeries(lines: readonly ChartLine[], gapSeconds: number): Aligned {
  const times = new Set<number>()
  for (const { points } of lines) {
    for (const [index, [at]] of points.entries()) {
      times.add(at)
      const next = points[index + 1]?.[0]
      if (next !== undefined && next - at > gapSeconds) times.add(at + Math.ceil(gapSeconds / 2))
    }
  }
  const row = [...times].sort((a, b) => a - b)
  const places = new Map(row.map((at, index) => [at, index]))
  const values = lines.map(({ points }) => {
    const line: (number | null)[] = Array.from({ length: row.length }, () => null)
    for (const [at, value] of points) line[places.get(at) ?? 0] = value
    return bridge(line, row, gapSeconds)
  })
  return [row, ...values]
}

/** Lines sampled at other times than their neighbours must not fall apart: a missing value between two near ones is drawn through. */
function bridge(line: (number | null)[], times: readonly number[], gapSeconds: number): (number | null)[] {
  const filled = [...line]
  let before = -1
  for (let index = 0; index < line.length; index += 1) {
    const value = line[index]
    if (value === null || value === undefined) continue
    const from = before < 0 ? undefined : line[before]
    const span = before < 0 ? Infinity : (times[index] ?? 0) - (times[before] ?? 0)
    if (from !== undefined && from !== null && index - before > 1 && span <= gapSeconds) {
      for (let between = before + 1; between < index; between += 1) {
        filled[between] = from + ((value - from) * ((times[between] ?? 0) - (times[before] ?? 0))) / span
      }
    }
    before = index
  }
  return filled
}
