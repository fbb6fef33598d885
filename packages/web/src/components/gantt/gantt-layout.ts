/** One stretch of time in a row. Times are milliseconds since the epoch. */
export interface GanttBar {
  id: string
  name: string
  start: number
  end: number
  /** Which of the colours. */
  color: number
  /** `now` goes on, `past` has ended, `next` is only expected, `event` happened at `start`, `level` is a share of something. */
  kind: 'now' | 'past' | 'next' | 'event' | 'level'
  /** How it ended where that is not as it should have; of an event what it was. */
  mark?: 'failed' | 'cancelled' | 'preempted' | undefined
  /** Between 0 and 1, of a `level`. */
  level?: number
}

export interface GanttRow<B extends GanttBar> {
  id: string
  name: string
  bars: readonly B[]
}

export interface PlacedBar<B extends GanttBar> {
  bar: B
  row: string
  x: number
  y: number
  width: number
}

export interface GanttLayout<B extends GanttBar> {
  /** In the order of rows, in each by start: the order in which the arrow keys walk. */
  bars: PlacedBar<B>[]
  rows: { name: string; y: number; height: number }[]
  height: number
  /** Where a time lies, in pixels. */
  xOf: (time: number) => number
}

export const BAR_PX = 16
const LANE_PX = 18
const ROW_GAP_PX = 8
const LABEL_PX = 18
/** The least width of each, and what lies between it and the next, in pixels. */
const BAR = { least: 3, gap: 1 }
const EVENT = { least: 11, gap: 1 }
const LEVEL = { least: 0, gap: 0 }

interface Window {
  from: number
  until: number
  width: number
}

/** Puts bars below each other where they overlap: each takes the first lane of its row that is free at its start. */
export function layoutGantt<B extends GanttBar>(
  rows: readonly GanttRow<B>[],
  { from, until, width }: Window,
): GanttLayout<B> {
  const xOf = (time: number) => ((time - from) / Math.max(1, until - from)) * width
  const bars: PlacedBar<B>[] = []
  const placedRows: GanttLayout<B>['rows'] = []
  let y = 0
  for (const { name, bars: all } of rows) {
    const seen = all.filter(({ start, end }) => end >= from && start <= until)
    const lanes: number[] = []
    for (const bar of seen.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))) {
      // Levels are one curve: they lie side by side without a gap.
      const { least, gap } = bar.kind === 'level' ? LEVEL : bar.kind === 'event' ? EVENT : BAR
      const x = Math.max(0, xOf(bar.start) - (bar.kind === 'event' ? least / 2 : 0))
      const right = Math.min(width, Math.max(xOf(bar.end), x + least))
      let lane = lanes.findIndex((free) => free <= x)
      if (lane === -1) lane = lanes.push(0) - 1
      lanes[lane] = right + gap
      bars.push({ bar, row: name, x, y: y + LABEL_PX + lane * LANE_PX, width: Math.max(least, right - x) })
    }
    const height = LABEL_PX + Math.max(1, lanes.length) * LANE_PX
    placedRows.push({ name, y, height })
    y += height + ROW_GAP_PX
  }
  return { bars, rows: placedRows, height: y, xOf }
}

/** Which bar lies at a point, or -1. */
export function barAt<B extends GanttBar>({ bars }: GanttLayout<B>, x: number, y: number): number {
  return bars.findIndex((bar) => x >= bar.x && x <= bar.x + bar.width && y >= bar.y && y <= bar.y + BAR_PX)
}

/** Where an arrow key leads: along the bars, or to the nearest one of the row above or below. */
export function neighbourBar<B extends GanttBar>({ bars }: GanttLayout<B>, current: number, key: string): number {
  const last = bars.length - 1
  if (key === 'ArrowRight') return Math.min(last, current + 1)
  if (key === 'ArrowLeft') return Math.max(0, current - 1)
  if (key === 'Home') return 0
  if (key === 'End') return last
  const here = bars[current]
  if (!here) return 0
  const isDown = key === 'ArrowDown'
  const others = bars.filter(({ row }) => row !== here.row)
  const next = isDown ? others.find(({ y }) => y > here.y) : others.findLast(({ y }) => y < here.y)
  if (!next) return current
  const near = bars.filter(({ row }) => row === next.row)
  const best = near.reduce((a, b) => (Math.abs(b.x - here.x) < Math.abs(a.x - here.x) ? b : a))
  return bars.indexOf(best)
}
