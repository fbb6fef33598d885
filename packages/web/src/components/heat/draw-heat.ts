import { rampColor } from './color-ramp.ts'
import { drawPixels } from './draw-pixels.ts'
import type { HeatLayout, HeatTile } from './heat-layout.ts'

/** A tile with what it shows. */
export interface HeatValue extends HeatTile {
  /** How many of its cells are taken, parts included; for the metric that counts cells. */
  taken: number
  /** Between 0 and 1 for the whole tile, or unknown; for the metrics that are measured. */
  level: number | null
  /** Hatched and red: it can do nothing. A line below it: it takes no new work. */
  mark: 'down' | 'held' | undefined
}

export interface HeatColors {
  taken: string
  free: string
  text: string
  focus: string
  bad: string
  held: string
}

export function readHeatColors(element: Element): HeatColors {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    taken: read('--fill-allocated'),
    free: read('--line-strong'),
    text: read('--text-2'),
    focus: read('--text'),
    bad: read('--status-failed'),
    held: read('--status-pending'),
  }
}

interface Paint {
  canvas: HTMLCanvasElement
  layout: HeatLayout<HeatValue>
  width: number
  isCounting: boolean
  current: number
  colors: HeatColors
}

/** Above so many cells they are pixels: there are too many for a rectangle each. */
const CELLS_DRAWN_MAX = 10_000

/** Draws everything again: for the sizes in question that is quicker than finding out what has changed. */
export function drawHeat({ canvas, layout, width, isCounting, current, colors }: Paint): void {
  const scale = devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(layout.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return
  const cells = layout.tiles.reduce((sum, { tile }) => sum + Math.max(1, tile.slots), 0)
  if (cells > CELLS_DRAWN_MAX) drawPixels({ pen, layout, isCounting, colors })
  pen.scale(scale, scale)
  pen.font = `500 12px ${getComputedStyle(canvas).fontFamily}`
  pen.textBaseline = 'top'
  pen.fillStyle = colors.text
  for (const { text, y } of layout.labels) pen.fillText(text, 0, y + 2)
  for (const [index, placed] of layout.tiles.entries()) {
    const { tile, x, y } = placed
    const drawn = cells > CELLS_DRAWN_MAX ? 0 : Math.max(1, tile.slots)
    for (let slot = 0; slot < drawn; slot += 1) {
      const left = x + slot * (layout.cell + 1)
      if (tile.mark === 'down') hatch(pen, left, y, layout.cell, colors.bad)
      else if (isCounting) count(pen, left, y, layout.cell, Math.min(1, Math.max(0, tile.taken - slot)), colors)
      else level(pen, left, y, layout.cell, tile.level, colors)
    }
    if (tile.mark === 'held') {
      pen.fillStyle = colors.held
      pen.fillRect(x, y + layout.cell + 1, placed.width, 2)
    }
    if (index === current) {
      pen.strokeStyle = colors.focus
      pen.lineWidth = 1.5
      pen.strokeRect(x - 2.25, y - 2.25, placed.width + 4.5, placed.height + 4.5)
    }
  }
}

function count(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  share: number,
  colors: HeatColors,
): void {
  outline(pen, x, y, size, colors.free)
  if (share <= 0) return
  pen.fillStyle = colors.taken
  pen.fillRect(x, y + size * (1 - share), size, size * share)
}

function level(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  share: number | null,
  colors: HeatColors,
): void {
  if (share === null) {
    outline(pen, x, y, size, colors.free)
    return
  }
  pen.fillStyle = rampColor(share)
  pen.fillRect(x, y, size, size)
}

function outline(pen: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  pen.strokeStyle = color
  pen.lineWidth = 1
  pen.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1)
}

function hatch(pen: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  outline(pen, x, y, size, color)
  pen.beginPath()
  for (let step = 3; step < size * 2; step += 4) {
    pen.moveTo(x + Math.max(0, step - size), y + Math.min(size, step))
    pen.lineTo(x + Math.min(size, step), y + Math.max(0, step - size))
  }
  pen.stroke()
}
