import type { Outputs } from '../../lib/trpc.ts'
import type { Metric } from '../usage/metrics.ts'

type Series = Outputs['metrics']['query']['series'][number]

/** What one workload used, all of its runs as one line, in seconds since its first run began. */
export function sinceStart(series: readonly Series[], metric: Metric, startedAt: number): [number, number][] {
  const points = series.filter((one) => one.metric === metric).flatMap((one) => one.points)
  return points
    .map(([at, value]): [number, number] => [Math.round(at - startedAt / 1000), value])
    .filter(([at]) => at >= 0)
    .toSorted(([a], [b]) => a - b)
}
