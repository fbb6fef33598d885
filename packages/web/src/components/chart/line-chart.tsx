import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatClock, formatDay, formatDuration } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useTheme } from '../../lib/theme.ts'
import { alignSeries, type ChartLine } from './align-series.ts'
import { CHART_COLORS, makePlot } from './make-plot.ts'
import classes from './line-chart.module.css'

interface LineChartProps {
  title: string
  lines: readonly ChartLine[]
  /** As it stands on the axis and beside the lines' names. */
  format: (value: number) => string
  /** From and to in seconds: what was asked for, also where nothing was measured. */
  range: readonly [number, number]
  stepSeconds: number
  height?: number
  /** Top of the axis, where there is one, such as 100 %. */
  max?: number
  isFilled?: boolean
  /** Each point is a day or more: the day stands beside it, not the time. */
  isDated?: boolean
  /** Seconds count from a begin, not from the epoch: the axis shows how long it is since then. */
  isRelative?: boolean
}

/** Values over time. Dragging looks closer, a double click shows all again; charts of one page move together. */
export function LineChart({
  title,
  lines,
  format,
  range,
  stepSeconds,
  height = 150,
  max,
  isFilled = false,
  isDated = false,
  isRelative = false,
}: LineChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot | undefined>(undefined)
  const isZoomed = useRef(false)
  const [width, setWidth] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  const { isDark } = useTheme()
  const { zone } = usePrefs()
  const data = useMemo(() => alignSeries(lines, stepSeconds * 4), [lines, stepSeconds])
  const names = lines.map(({ label }) => label).join('\n')
  const hasData = data[0].length > 0
  const span = useEffectEvent(() => range)

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element || width === 0 || !hasData) return undefined
    const labels = names.split('\n')
    const plot = makePlot(
      element,
      { width, height, labels, format, zone, max, isFilled, isRelative },
      () => span(),
      setAt,
    )
    chart.current = plot
    isZoomed.current = false
    const zoomIn = () => {
      if (plot.select.width > 4) isZoomed.current = true
    }
    const zoomOut = () => {
      isZoomed.current = false
      const [from, to] = span()
      plot.setScale('x', { min: from, max: to })
    }
    plot.over.addEventListener('mouseup', zoomIn)
    plot.over.addEventListener('dblclick', zoomOut)
    return () => {
      chart.current = undefined
      plot.destroy()
    }
    // The colours are the theme's.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [width, height, isDark, zone, names, format, max, isFilled, isRelative, hasData])

  const [from, to] = range
  useEffect(() => {
    const plot = chart.current
    if (!plot) return
    plot.setData(data as uPlot.AlignedData, false)
    if (!isZoomed.current) plot.setScale('x', { min: from, max: to })
    else plot.redraw(true)
    // A chart that was made anew has no data yet.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [data, from, to, width, height, isDark, zone, names, format, max, isFilled, hasData])

  const index = at ?? data[0].length - 1
  const second = data[0][index]
  return (
    <figure className={classes['figure']}>
      <figcaption className={classes['head']}>
        <span className={classes['title']}>{title}</span>
        {lines.map(({ label }, place) => (
          <span key={label} className={classes['entry']}>
            <svg width="10" height="3" aria-hidden>
              <rect width="10" height="3" rx="1.5" fill={`var(--series-${(place % CHART_COLORS) + 1})`} />
            </svg>
            {label} <b>{valueAt(data[place + 1], index, format)}</b>
          </span>
        ))}
        {second === undefined ? null : (
          <span className={classes['at']}>
            {isRelative
              ? formatDuration(second * 1000)
              : isDated
                ? formatDay(second * 1000, zone)
                : formatClock(second * 1000, zone)}
          </span>
        )}
      </figcaption>
      <div
        ref={box}
        className={classes['plot']}
        style={{ height }}
        role="img"
        aria-label={summary(title, lines, format)}
      >
        {hasData ? null : <div className={classes['none']}>Nothing was measured in this time.</div>}
      </div>
    </figure>
  )
}

function valueAt(
  values: readonly (number | null)[] | undefined,
  index: number,
  format: (value: number) => string,
): string {
  const value = values?.[index]
  return value === null || value === undefined ? '—' : format(value)
}

function summary(title: string, lines: readonly ChartLine[], format: (value: number) => string): string {
  const parts = lines.map(({ label, points }) => {
    const values = points.map(([, value]) => value)
    const last = values.at(-1)
    if (last === undefined) return `${label}: nothing measured`
    return `${label}: newest ${format(last)}, least ${format(Math.min(...values))}, most ${format(Math.max(...values))}`
  })
  return `${title}. ${parts.join('; ')}`
}
