import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, type ReactNode } from 'react'
import { RangePicker } from '../../components/range/range-picker.tsx'
import { LineChart } from '../../components/chart/line-chart.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { useNow } from '../../lib/clock.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useRange } from '../../lib/range.ts'
import { trpc, type Inputs, type Outputs } from '../../lib/trpc.ts'
import { resolveRange, type RangeName } from '../../lib/time-range.ts'
import { METRIC_DIVISORS, METRIC_FORMATS, METRIC_TITLES, METRICS, type Metric } from './metrics.ts'
import { stepOf } from './step-of.ts'
import classes from './usage-graphs.module.css'

type Series = Outputs['metrics']['query']['series'][number]

const EVERY_MS = 15_000
/** Samples are kept for a month. */
const NAMES: readonly RangeName[] = ['1h', '6h', '24h', '7d', '30d', 'today']

interface UsageGraphsProps {
  /** Of what: a cluster, one of its nodes, or a workload. */
  of: Pick<Inputs['metrics']['query'], 'cluster' | 'node' | 'workload' | 'total'>
  nameOf: (series: Series) => string
  isCompact?: boolean
  note?: ReactNode
}

/** What something used over time, one graph for each metric. What was not measured is missing, not zero. */
export function UsageGraphs({ of, nameOf, isCompact = false, note }: UsageGraphsProps) {
  const { range: rangeText, setRange } = useRange({ names: NAMES, fallback: '1h' })
  const { zone } = usePrefs()
  const at = useNow(EVERY_MS)
  const stepSeconds = stepOf(resolveRange(rangeText, at, zone))
  const now = Math.floor(at / 1000 / stepSeconds) * stepSeconds
  const { from, to } = resolveRange(rangeText, now * 1000, zone)
  const range = [from / 1000, to / 1000] as const
  const input = {
    ...of,
    stepSeconds,
    from: new Date(range[0] * 1000).toISOString(),
    to: new Date(range[1] * 1000).toISOString(),
  }
  const query = useQuery(
    trpc.metrics.query.queryOptions(input, { placeholderData: keepPreviousData, staleTime: EVERY_MS }),
  )
  const byMetric = useMemo(() => Map.groupBy(query.data?.series ?? [], ({ metric }) => metric), [query.data])
  const shown = METRICS.filter((metric) => byMetric.has(metric))
  return (
    <div className={classes['box']}>
      <div className={classes['head']}>
        <span className={classes['note']}>{note}</span>
        <RangePicker value={rangeText} names={NAMES} onChange={setRange} />
      </div>
      {query.isError && !query.data ? (
        <ErrorState title="The usage could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <SkeletonRows what="usage" rows={5} />
      ) : shown.length === 0 ? (
        <p className={classes['none']}>
          Nothing was measured in this time. Agents send usage every 15 seconds while something runs.
        </p>
      ) : (
        <div className={isCompact ? classes['stack'] : classes['grid']}>
          {shown.map((metric) => (
            <Graph
              key={metric}
              metric={metric}
              series={byMetric.get(metric) ?? []}
              nameOf={nameOf}
              range={range}
              stepSeconds={stepSeconds}
            />
          ))}
        </div>
      )}
    </div>
  )
}

interface GraphProps {
  metric: Metric
  series: readonly Series[]
  nameOf: (series: Series) => string
  range: readonly [number, number]
  stepSeconds: number
}

function Graph({ metric, series, nameOf, range, stepSeconds }: GraphProps) {
  const divisor = METRIC_DIVISORS[metric]
  const lines = useMemo(
    () =>
      series.map((one) => ({
        label: nameOf(one),
        points: one.points.map(([at, value]): [number, number] => [at, value / divisor]),
      })),
    [series, nameOf, divisor],
  )
  return (
    <LineChart
      title={METRIC_TITLES[metric]}
      lines={lines}
      format={METRIC_FORMATS[metric]}
      range={range}
      stepSeconds={stepSeconds}
      isFilled={lines.length === 1}
      {...(metric === 'gpu' ? { max: 100 } : {})}
    />
  )
}
