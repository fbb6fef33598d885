import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTheme } from '../../lib/theme.ts'
import { drawHeat, readHeatColors, type HeatValue } from './draw-heat.ts'
import { layoutHeat, neighbour, tileAt, type HeatGroup } from './heat-layout.ts'
import { rampColor } from './color-ramp.ts'
import classes from './heat-map.module.css'

interface HeatMapProps<T extends HeatValue> {
  label: string
  groups: readonly HeatGroup<T>[]
  /** Cells are taken or free; otherwise each tile has one measured level. */
  isCounting: boolean
  /** What is said of a tile in the line below. */
  describe: (tile: T, group: string) => string
  onOpen: (tile: T) => void
  /** What the line says while nothing is pointed at. */
  hint: string
}

/** Many things at a glance, on a canvas. Arrow keys walk through them, and one line says what each is. */
export function HeatMap<T extends HeatValue>({ label, groups, isCounting, describe, onOpen, hint }: HeatMapProps<T>) {
  const field = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [current, setCurrent] = useState(-1)
  const { isDark } = useTheme()
  const layout = useMemo(() => layoutHeat(groups, width), [groups, width])
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
    const colors = readHeatColors(canvas.current)
    drawHeat({ canvas: canvas.current, layout, width, isCounting, current, colors })
    // The colours are the theme's.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [layout, width, isCounting, current, isDark])

  const tile = layout.tiles[current]?.tile
  const group = tile && groups.find(({ tiles }) => tiles.includes(tile))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && tile) onOpen(tile)
    const next = neighbour(layout, Math.max(0, current), event.key)
    if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
      event.preventDefault()
      setCurrent(current === -1 ? 0 : next)
    }
  }
  const pointed = (event: PointerEvent<HTMLCanvasElement>) =>
    tileAt(layout, event.nativeEvent.offsetX, event.nativeEvent.offsetY)
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
        onFocus={() => setCurrent((before) => (before === -1 ? 0 : before))}
        onBlur={() => setCurrent(-1)}
      >
        <canvas
          ref={canvas}
          onPointerMove={(event) => setCurrent(pointed(event))}
          onPointerLeave={() => setCurrent(-1)}
          onPointerDown={(event) => {
            const found = layout.tiles[pointed(event)]?.tile
            if (found && event.button === 0) onOpen(found)
          }}
        />
      </div>
      <div className={classes['line']}>
        <span className={classes['current']} aria-live="polite">
          {tile && group ? describe(tile, group.name) : hint}
        </span>
        {isCounting ? null : <RampScale />}
      </div>
    </div>
  )
}

function RampScale() {
  return (
    <span className={classes['scale']}>
      0 %
      <svg width="110" height="8" aria-hidden>
        {Array.from({ length: 22 }, (_, index) => (
          <rect key={index} x={index * 5} width="5" height="8" fill={rampColor(index / 21)} />
        ))}
      </svg>
      100 %
    </span>
  )
}
