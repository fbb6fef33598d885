import { drawMarks, type GanttInk } from './draw-marks.ts'
import { BAR_PX, type GanttBar, type GanttLayout, type PlacedBar } from './gantt-layout.ts'

/** Calm, without the red of failures, and with white letters at least 4.5:1, in both themes. */
export const GANTT_COLORS = ['#3f6b94', '#7d5a35', '#4a7544', '#75608a', '#5b6168', '#2d7373', '#69692f', '#8a5b72']

interface Paint<B extends GanttBar> {
  canvas: HTMLCanvasElement
  layout: GanttLayout<B>
  width: number
  /** What of the layout the canvas shows, in pixels from its top. */
  part: { top: number; height: number }
  now: number
  current: number
  /** Between which pixels from the left somebody is choosing a stretch of time. */
  selection: readonly [number, number] | undefined
  ink: GanttInk
}

const TEXT_PX_MIN = 44

/** Draws what is in sight again. A canvas of all rows would be larger than browsers allow where many jobs shared their nodes. */
export function drawGantt<B extends GanttBar>({
  canvas,
  layout,
  width,
  part,
  now,
  current,
  selection,
  ink,
}: Paint<B>): void {
  const scale = devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(part.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.scale(scale, scale)
  pen.translate(0, -part.top)
  const { fontFamily } = getComputedStyle(canvas)
  pen.textBaseline = 'middle'
  pen.font = `500 12px ${fontFamily}`
  pen.fillStyle = ink.text
  const bottom = part.top + part.height
  for (const { name, y } of layout.rows) if (y + 18 > part.top && y < bottom) pen.fillText(name, 0, y + 9)
  pen.font = `500 11px ${fontFamily}`
  const seen = layout.bars.filter(({ y }) => y + BAR_PX > part.top && y < bottom)
  drawBars(pen, seen, ink)
  drawNames(pen, seen, ink)
  drawMarks(pen, seen, ink)
  drawSelection(pen, part, selection, ink)
  const chosen = layout.bars[current]
  if (chosen) {
    pen.strokeStyle = ink.text
    pen.lineWidth = 2
    pen.strokeRect(chosen.x - 1, chosen.y - 1, chosen.width + 2, BAR_PX + 2)
  }
  const at = layout.xOf(now)
  pen.fillStyle = ink.line
  if (at >= 0 && at <= width) pen.fillRect(Math.round(at), part.top, 1, part.height)
}

/** Colour by colour: to change a pen costs more than to draw with it. */
function drawBars<B extends GanttBar>(pen: CanvasRenderingContext2D, bars: readonly PlacedBar<B>[], ink: GanttInk) {
  const looks = Map.groupBy(bars, ({ bar }) => `${bar.kind} ${bar.color % GANTT_COLORS.length}`)
  for (const alike of looks.values()) {
    const { kind, color } = alike[0]!.bar
    if (kind === 'event') continue
    if (kind === 'level') {
      drawLevels(pen, alike, ink)
      continue
    }
    if (kind === 'next') {
      pen.strokeStyle = ink.text
      pen.setLineDash([3, 2])
      for (const { x, y, width } of alike) pen.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), BAR_PX - 1)
      pen.setLineDash([])
      continue
    }
    pen.fillStyle = GANTT_COLORS[color % GANTT_COLORS.length] ?? '#5b6168'
    pen.globalAlpha = kind === 'past' ? 0.75 : 1
    for (const { x, y, width } of alike) pen.fillRect(x, y, width, BAR_PX)
    pen.globalAlpha = 1
  }
}

function drawSelection(
  pen: CanvasRenderingContext2D,
  part: { top: number; height: number },
  selection: readonly [number, number] | undefined,
  ink: GanttInk,
) {
  if (!selection) return
  const left = Math.min(...selection)
  const wide = Math.abs(selection[1] - selection[0])
  pen.globalAlpha = 0.16
  pen.fillStyle = ink.level
  pen.fillRect(left, part.top, wide, part.height)
  pen.globalAlpha = 1
  pen.fillRect(left, part.top, 1, part.height)
  pen.fillRect(left + wide - 1, part.top, 1, part.height)
}

/** How much of a row is held, as a curve of steps over its track. */
function drawLevels<B extends GanttBar>(pen: CanvasRenderingContext2D, bars: readonly PlacedBar<B>[], ink: GanttInk) {
  pen.fillStyle = ink.line
  for (const { x, y, width } of bars) pen.fillRect(x, y + BAR_PX - 1, width, 1)
  pen.fillStyle = ink.level
  for (const { bar, x, y, width } of bars) {
    const high = Math.min(1, Math.max(0, bar.level ?? 0)) * BAR_PX
    // A little wider than it is: no light line between two.
    if (high > 0) pen.fillRect(x, y + BAR_PX - high, width + 0.5, high)
  }
}

function drawNames<B extends GanttBar>(pen: CanvasRenderingContext2D, bars: readonly PlacedBar<B>[], ink: GanttInk) {
  for (const { bar, x, y, width } of bars) {
    if (width < TEXT_PX_MIN || bar.kind === 'event' || bar.kind === 'level') continue
    pen.save()
    pen.beginPath()
    pen.rect(x, y, width - (bar.mark ? 13 : 4), BAR_PX)
    pen.clip()
    pen.fillStyle = bar.kind === 'now' ? '#ffffff' : ink.text
    pen.fillText(bar.name, x + 5, y + BAR_PX / 2 + 0.5)
    pen.restore()
  }
}
