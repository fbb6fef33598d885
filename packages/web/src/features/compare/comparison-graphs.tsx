import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { LineChart } from '../../components/chart/line-chart.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { trpc } from '../../lib/trpc.ts'
import { METRIC_DIVISORS, METRIC_FORMATS, METRIC_TITLES, METRICS } from '../usage/metrics.ts'
import { stepOf } from '../usage/step-of.ts'
import type { Comparison } from './comparison-value.ts'
import { sinceStart } from './since-start.ts'
import classes from './compare.module.css'

/** The API answers no longer time at once, and samples are kept for no longer. */
const SPAN_MS_MAX = 31 * 86_400_000
const STALE_MS = 30_000

/** What they used, each metric in one chart with a line for each, by the time since its first run began. */
export function ComparisonGraphs({ comparison }: { comparison: Comparison }) {
  const ran = useMemo(
    () =>
      comparison.items.flatMap(({ workload, ranFrom, ranTo }) => {
        if (workload === null || ranFrom === null || ranTo === null) return []
        const from = Date.parse(ranFrom)
        const to = Math.max(from + 60_000, Math.min(Date.parse(ranTo), from + SPAN_MS_MAX))
        return [{ id: workload.id, name: workload.name, from, to }]
      }),
    [comparison],
  )
  const longest = Math.max(0, ...ran.map(({ from, to }) => to - from))
  const stepSeconds = stepOf({ from: 0, to: longest })
  const queries = useQueries({
    queries: ran.map(({ id, from, to }) =>
      trpc.metrics.query.queryOptions(
        { workload: id, from: new Date(from).toISOString(), to: new Date(to).toISOString(), stepSeconds },
        { staleTime: STALE_MS },
      ),
    ),
  })
  if (ran.length === 0) return <p>None of them has run yet.</p>
  if (queries.some(({ isPending }) => isPending)) return <SkeletonRows what="usage" rows={5} />
  const names = labelsOf(ran)
  const charts = METRICS.map((metric) => ({
    metric,
    lines: ran.map(({ from }, index) => ({
      label: names[index] ?? '',
      points: sinceStart(queries[index]?.data?.series ?? [], metric, from).map(([at, value]): [number, number] => [
        at,
        value / METRIC_DIVISORS[metric],
      ]),
    })),
  })).filter(({ lines }) => lines.some(({ points }) => points.length > 0))
  if (charts.length === 0) return <p>Nothing was measured while they ran, or it is kept no more.</p>
  return (
    <div className={classes['graphs']}>
      {charts.map(({ metric, lines }) => (
        <LineChart
          key={metric}
          title={METRIC_TITLES[metric]}
          lines={lines}
          format={METRIC_FORMATS[metric]}
          range={[0, longest / 1000]}
          stepSeconds={stepSeconds}
          isRelative
          {...(metric === 'gpu' ? { max: 100 } : {})}
        />
      ))}
    </div>
  )
}

/** Two of one name are told apart by their order. */
function labelsOf(ran: readonly { name: string }[]): string[] {
  return ran.map(({ name }, index) => {
    const before = ran.slice(0, index).filter((other) => other.name === name).length
    return before === 0 ? name : `${name} (${before + 1})`
  })
}
