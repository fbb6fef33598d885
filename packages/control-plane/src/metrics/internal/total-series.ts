import type { Series } from '../schemas.ts'

/**
 * The lines of many nodes as one line a metric: amounts add up, and a percentage is the mean of those that have one. A time at which no node
 * was measured stays absent.
 */
export function totalSeries(series: readonly Series[], of: { id: string; name: string }): Series[] {
  const nodes = series.filter(({ kind }) => kind === 'node')
  return [...Map.groupBy(nodes, ({ metric }) => metric)].map(([metric, lines]) => {
    const cells = new Map<number, { sum: number; count: number }>()
    for (const { points } of lines) {
      for (const [at, value] of points) {
        const cell = cells.get(at) ?? { sum: 0, count: 0 }
        cells.set(at, { sum: cell.sum + value, count: cell.count + 1 })
      }
    }
    const points = [...cells]
      .toSorted(([a], [b]) => a - b)
      .map(([at, { sum, count }]): [number, number] => [
        at,
        Math.round((metric === 'gpu' ? sum / count : sum) * 100) / 100,
      ])
    return { kind: 'cluster', key: of.id, name: of.name, metric, points }
  })
}
