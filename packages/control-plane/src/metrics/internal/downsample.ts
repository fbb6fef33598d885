/** Averages points into steps. A step without a point stays absent: a gap is not a zero. */
export function downsample(points: readonly [number, number][], stepSeconds: number): [number, number][] {
  const steps = new Map<number, { sum: number; count: number }>()
  for (const [at, value] of points) {
    const step = Math.floor(at / stepSeconds) * stepSeconds
    const cell = steps.get(step)
    if (cell) {
      cell.sum += value
      cell.count += 1
    } else steps.set(step, { sum: value, count: 1 })
  }
  return [...steps].map(([at, { sum, count }]) => [at, Math.round((sum / count) * 100) / 100])
}
