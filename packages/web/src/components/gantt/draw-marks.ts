import { BAR_PX, type GanttBar, type PlacedBar } from './gantt-layout.ts'

export interface GanttInk {
  text: string
  line: string
  surface: string
  level: string
  failed: string
  cancelled: string
  preempted: string
}

export function readGanttInk(element: Element): GanttInk {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: read('--text'),
    line: read('--line-strong'),
    surface: read('--surface'),
    level: read('--fill-allocated'),
    failed: read('--status-failed'),
    cancelled: read('--status-done'),
    preempted: read('--status-preempted'),
  }
}

/** What ended as it should not have, by shape and colour, at the end of its bar; what happened at a moment stands alone. */
export function drawMarks<B extends GanttBar>(
  pen: CanvasRenderingContext2D,
  bars: readonly PlacedBar<B>[],
  ink: GanttInk,
) {
  pen.lineWidth = 2
  pen.lineJoin = 'round'
  pen.strokeStyle = ink.surface
  for (const { bar, x, y, width } of bars) {
    if (!bar.mark) continue
    const middle =
      bar.kind === 'event' ? x + width / 2 : bar.kind === 'level' ? x + width / 2 : x + Math.max(4, width - 7)
    const shape = shapeOf(bar.mark, middle, y + (bar.kind === 'level' ? 5 : BAR_PX / 2))
    pen.fillStyle = ink[bar.mark]
    pen.stroke(shape)
    pen.fill(shape)
  }
}

/** The shapes of states everywhere: a square failed, a dash was ended on request, a triangle had to make room. */
function shapeOf(mark: NonNullable<GanttBar['mark']>, x: number, y: number): Path2D {
  const shape = new Path2D()
  if (mark === 'failed') shape.rect(x - 4, y - 4, 8, 8)
  else if (mark === 'cancelled') shape.rect(x - 4, y - 1.5, 8, 3)
  else {
    shape.moveTo(x, y - 5)
    shape.lineTo(x + 5, y + 4)
    shape.lineTo(x - 5, y + 4)
    shape.closePath()
  }
  return shape
}
