import { BAR_PX, type GanttBar, type GanttLayout } from './gantt-layout.ts'

/** Calm, without the red of failures, and with white letters at least 4.5:1, in both themes. */
export const GANTT_COLORS = ['#3f6b94', '#7d5a35', '#4a7544', '#75608a', '#5b6168', '#2d7373', '#69692f', '#8a5b72']

export interface GanttInk {
  text: string
  line: string
  bad: string
}

export function readGanttInk(element: Element): GanttInk {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return { text: read('--text'), line: read('--line-strong'), bad: read('--status-failed') }
}

interface Paint<B extends GanttBar> {
  canvas: HTMLCanvasElement
  layout: GanttLayout<B>
  width: number
  now: number
  current: number
  ink: GanttInk
}

const TEXT_PX_MIN = 44

/** Draws everything again: ten thousand bars take about ten milliseconds. */
export function drawGantt<B extends GanttBar>({ canvas, layout, width, now, current, ink }: Paint<B>): void {
  const scale = devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(layout.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.scale(scale, scale)
  pen.clearRect(0, 0, width, layout.height)
  const { fontFamily } = getComputedStyle(canvas)
  pen.textBaseline = 'middle'
  pen.font = `500 12px ${fontFamily}`
  pen.fillStyle = ink.text
  for (const { name, y } of layout.rows) pen.fillText(name, 0, y + 9)
  pen.font = `500 11px ${fontFamily}`
  for (const [index, { bar, x, y, width: length }] of layout.bars.entries()) {
    const color = GANTT_COLORS[bar.color % GANTT_COLORS.length] ?? '#5b6168'
    pen.fillStyle = color
    pen.strokeStyle = bar.kind === 'next' ? ink.text : color
    if (bar.kind === 'next') {
      pen.setLineDash([3, 2])
      pen.strokeRect(x + 0.5, y + 0.5, Math.max(1, length - 1), BAR_PX - 1)
      pen.setLineDash([])
    } else {
      pen.globalAlpha = bar.kind === 'past' ? 0.75 : 1
      pen.fillRect(x, y, length, BAR_PX)
      pen.globalAlpha = 1
    }
    if (bar.isBad) {
      pen.fillStyle = ink.bad
      pen.fillRect(x + length - 4, y, 4, BAR_PX)
    }
    if (length >= TEXT_PX_MIN) {
      pen.save()
      pen.beginPath()
      pen.rect(x, y, length - 4, BAR_PX)
      pen.clip()
      pen.fillStyle = bar.kind === 'now' ? '#ffffff' : ink.text
      pen.fillText(bar.name, x + 5, y + BAR_PX / 2 + 0.5)
      pen.restore()
    }
    if (index === current) {
      pen.strokeStyle = ink.text
      pen.lineWidth = 2
      pen.strokeRect(x - 1, y - 1, length + 2, BAR_PX + 2)
      pen.lineWidth = 1
    }
  }
  const at = layout.xOf(now)
  pen.fillStyle = ink.line
  if (at >= 0 && at <= width) pen.fillRect(Math.round(at), 0, 1, layout.height)
}
