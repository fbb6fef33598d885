import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTheme } from '../../lib/use-theme.ts'
import { drawGantt, GANTT_COLORS, readGanttInk } from './draw-gantt.ts'
import { barAt, layoutGantt, neighbourBar, type GanttBar, type GanttRow } from './gantt-layout.ts'
import classes from './gantt.module.css'

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
  hint: string
}

/** Stretches of time in rows, on a canvas. Arrow keys walk through them, and one line says what each is. */
export function Gantt<B extends GanttBar>(props: GanttProps<B>) {
  const { label, rows, from, until, now, ticks, colors, describe, onOpen, hint } = props
  const field = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [current, setCurrent] = useState(-1)
  const { isDark } = useTheme()
  const layout = useMemo(() => layoutGantt(rows, { from, until, width }), [rows, from, until, width])
  useEffect(() => {
    const element = field.current
    if (!element) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (!canvas.current || width === 0) return
    canvas.current.style.height = `${layout.height}px`
    drawGantt({ canvas: canvas.current, layout, width, now, current, ink: readGanttInk(canvas.current) })
    // The colours are the theme's.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [layout, width, now, current, isDark])
  const chosen = layout.bars[current]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && chosen) onOpen(chosen.bar)
    if (!event.key.startsWith('Arrow') && event.key !== 'Home' && event.key !== 'End') return
    event.preventDefault()
    if (layout.bars.length > 0) setCurrent(current === -1 ? 0 : neighbourBar(layout, current, event.key))
  }
  const pointed = (event: PointerEvent<HTMLCanvasElement>) =>
    barAt(layout, event.nativeEvent.offsetX, event.nativeEvent.offsetY)
  return (
    <div className={classes['box']}>
      {/* A picture that is walked through with the arrow keys; the line below says where one is. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions */}
      <div
        ref={field}
        className={classes['field']}
        role="application"
        aria-label={`${label}. Arrow keys move, Enter opens.`}
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
        <canvas
          ref={canvas}
          onPointerMove={(event) => setCurrent(pointed(event))}
          onPointerLeave={() => setCurrent(-1)}
          onPointerDown={(event) => {
            const found = layout.bars[pointed(event)]
            if (found && event.button === 0) onOpen(found.bar)
          }}
        />
      </div>
      <div className={classes['line']}>
        <span className={classes['current']} aria-live="polite">
          {chosen ? describe(chosen.bar, chosen.row) : hint}
        </span>
        <span className={classes['legend']}>
          {colors.map((name, index) => (
            <span key={name}>
              <svg width="10" height="10" aria-hidden>
                <rect width="10" height="10" rx="2" fill={GANTT_COLORS[index % GANTT_COLORS.length]} />
              </svg>
              {name}
            </span>
          ))}
        </span>
      </div>
    </div>
  )
}
