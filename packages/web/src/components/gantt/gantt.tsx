import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTheme } from '../../lib/theme.ts'
import { drawGantt } from './draw-gantt.ts'
import { readGanttInk } from './draw-marks.ts'
import { barAt, layoutGantt, neighbourBar, type GanttBar, type GanttRow } from './gantt-layout.ts'
import classes from './gantt.module.css'
import { GanttLegend } from './gantt-legend.tsx'
import { useGanttPointer } from './use-gantt-pointer.ts'
import { useSeenPart } from './use-seen-part.ts'

interface GanttProps<B extends GanttBar> {
  label: string
  rows: readonly GanttRow<B>[]
  from: number
  until: number
  now: number
  /** Marks above, as texts at times. */
  ticks: readonly { at: number; text: string }[]
  /** What each colour stands for. */
  colors: readonly string[]
  describe: (bar: B, row: string) => string
  onOpen: (bar: B) => void
  /** A stretch of time was chosen, in whichever order. */
  onSelect: (from: number, until: number) => void
  /** A window `factor` times as long was asked for, in which `at` stays where it is. */
  onZoom: (factor: number, at: number) => void
  /** Further on by this share of the window; below 0: further back. */
  onPan: (share: number) => void
  hint: string
}

const PAN = 0.25

/** Stretches of time in rows, on a canvas. Arrow keys walk through them, and one line says what each is. */
export function Gantt<B extends GanttBar>(props: GanttProps<B>) {
  const { label, rows, from, until, now, ticks, colors, describe, onOpen, onSelect, onZoom, onPan, hint } = props
  const field = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const marker = useRef<HTMLSpanElement>(null)
  const [width, setWidth] = useState(0)
  const [current, setCurrent] = useState(-1)
  const { isDark } = useTheme()
  const layout = useMemo(() => layoutGantt(rows, { from, until, width }), [rows, from, until, width])
  const part = useSeenPart(plot, layout.height)
  const timeAt = (x: number) => from + (Math.min(width, Math.max(0, x)) / Math.max(1, width)) * (until - from)
  const { selection, cancel, handlers } = useGanttPointer({
    plot,
    top: part.top,
    onPoint: (x, y) => setCurrent(barAt(layout, x, y)),
    onLeave: () => setCurrent(-1),
    onOpen: (x, y) => {
      const found = layout.bars[barAt(layout, x, y)]
      if (found) onOpen(found.bar)
    },
    onSelect: (a, b) => onSelect(timeAt(a), timeAt(b)),
    onZoom: (factor, x) => onZoom(factor, timeAt(x)),
  })
  useEffect(() => {
    const element = field.current
    if (!element) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (!canvas.current || width === 0) return
    drawGantt({
      canvas: canvas.current,
      layout,
      width,
      part,
      now,
      current,
      selection,
      ink: readGanttInk(canvas.current),
    })
    // The colours are the theme's.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [layout, width, part, now, current, selection, isDark])
  const marks = useMemo(() => new Set(layout.bars.flatMap(({ bar }) => bar.mark ?? [])), [layout])
  const chosen = layout.bars[current]
  const walkTo = (next: number) => {
    setCurrent(next)
    if (!marker.current) return
    marker.current.style.top = `${layout.bars[next]?.y ?? 0}px`
    marker.current.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    if (key === 'Enter' && chosen) onOpen(chosen.bar)
    if (key === 'Escape' && selection) {
      event.preventDefault()
      cancel()
    }
    if (!key.startsWith('Arrow') && key !== 'Home' && key !== 'End') return
    event.preventDefault()
    if (shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) onPan(key === 'ArrowLeft' ? -PAN : PAN)
    else if (layout.bars.length > 0) walkTo(current === -1 ? 0 : neighbourBar(layout, current, key))
  }
  return (
    <div className={classes['box']}>
      {/* A picture that is walked through with the arrow keys; the line below says where one is. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions */}
      <div
        ref={field}
        className={classes['field']}
        role="application"
        aria-label={`${label}. Arrow keys move, with Shift the time, Enter opens.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setCurrent((before) => (before === -1 && layout.bars.length > 0 ? 0 : before))}
        onBlur={() => setCurrent(-1)}
      >
        <div className={classes['ticks']} aria-hidden>
          {ticks.map(({ at, text }) => (
            <span key={at} style={{ insetInlineStart: `${((at - from) / (until - from)) * 100}%` }}>
              {text}
            </span>
          ))}
        </div>
        <div ref={plot} className={classes['plot']} style={{ height: layout.height }}>
          <span ref={marker} className={classes['marker']} aria-hidden />
          <canvas ref={canvas} style={{ top: part.top, height: part.height }} {...handlers} />
        </div>
      </div>
      <div className={classes['line']}>
        <span className={classes['current']} aria-live="polite">
          {chosen ? describe(chosen.bar, chosen.row) : hint}
        </span>
        <GanttLegend colors={colors} marks={marks} />
      </div>
    </div>
  )
}
