import uPlot from 'uplot'
import { formatDay, formatDuration, formatMinute } from '../../lib/format/time.ts'

export const CHART_COLORS = 6
const DAY_SECONDS = 86_400
/** Steps of the axis, in seconds: a day does not stand there twice. */
const DAYS = [1, 2, 7, 14, 30, 90].map((days) => days * DAY_SECONDS)
const TIMES = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200]

export interface PlotLooks {
  width: number
  height: number
  labels: readonly string[]
  format: (value: number) => string
  zone: string
  /** Top of the axis, where there is one, such as 100 %. */
  max: number | undefined
  isFilled: boolean
  /** Seconds count from a begin, not from the epoch. */
  isRelative: boolean
}

/** The chart in its box, without data. It asks for its span of time whenever it draws, so that time can move on under it. */
export function makePlot(
  box: HTMLElement,
  looks: PlotLooks,
  range: () => readonly [number, number],
  onCursor: (index: number | null) => void,
): uPlot {
  const { width, height, labels, format, zone, max, isFilled, isRelative } = looks
  const style = getComputedStyle(box)
  const color = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: color('--text-2'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  }
  const isInDays = () => {
    const [from, to] = range()
    return to - from > DAY_SECONDS * 2
  }
  const stamp = (second: number) => {
    if (isRelative) return formatDuration(second * 1000)
    return isInDays() ? formatDay(second * 1000, zone) : formatMinute(second * 1000, zone)
  }
  const lines = labels.map((label, index): uPlot.Series => {
    const stroke = color(`--series-${(index % CHART_COLORS) + 1}`)
    return {
      label,
      stroke,
      width: 1.6,
      spanGaps: false,
      points: { show: false },
      ...(isFilled ? { fill: `${stroke}22` } : {}),
    }
  })
  return new uPlot(
    {
      width,
      height,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'fairlead' }, y: false, points: { size: 6 } },
      scales: {
        x: { time: !isRelative },
        y: { range: (_plot, _min, end) => [0, max ?? Math.max(end * 1.15, 0.0001)] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          space: 70,
          incrs: () => (isInDays() ? DAYS : TIMES),
          values: (_plot, splits) => splits.map(stamp),
        },
        { ...axis, size: 58, space: 34, values: (_plot, splits) => splits.map((value) => format(value)) },
      ],
      series: [{}, ...lines],
      hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
    },
    [[]],
    box,
  )
}
