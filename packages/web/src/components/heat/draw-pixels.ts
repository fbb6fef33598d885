import { rampColor } from './color-ramp.ts'
import type { HeatColors, HeatValue } from './draw-heat.ts'
import type { HeatLayout } from './heat-layout.ts'

interface Paint {
  pen: CanvasRenderingContext2D
  layout: HeatLayout<HeatValue>
  isCounting: boolean
  colors: HeatColors
}

const SHADES = 256
/** Of the last redraw: megabytes that need not be asked for again. */
let last: ImageData | undefined

/**
 * The cells of very many tiles as pixels of one picture, which is many times quicker than a rectangle for each. It covers the whole canvas, so that what
 * lies above is drawn afterwards.
 */
export function drawPixels({ pen, layout, isCounting, colors }: Paint): void {
  const { width, height } = pen.canvas
  if (width === 0 || height === 0) return
  const scale = devicePixelRatio || 1
  const image = last?.width === width && last.height === height ? last : pen.createImageData(width, height)
  last = image
  const pixels = new Uint32Array(image.data.buffer).fill(0)
  const [taken, free, bad] = [colors.taken, colors.free, colors.bad].map((color) => pixelOf(pen, color)) as [
    number,
    number,
    number,
  ]
  const ramp = Uint32Array.from({ length: SHADES }, (_, shade) => pixelOf(pen, rampColor(shade / (SHADES - 1))))
  const size = Math.max(1, Math.round(layout.cell * scale))
  const line = Math.max(1, Math.round(scale))
  const fill = (x: number, y: number, wide: number, high: number, color: number) => {
    const left = Math.max(0, x)
    const right = Math.min(width, x + wide)
    const bottom = Math.min(height, y + high)
    // A cell is a few pixels wide: a loop is quicker than a call for each row.
    for (let row = Math.max(0, y); row < bottom; row += 1) {
      for (let at = row * width + left; at < row * width + right; at += 1) pixels[at] = color
    }
  }
  const outline = (x: number, y: number, color: number) => {
    fill(x, y, size, line, color)
    fill(x, y + size - line, size, line, color)
    fill(x, y, line, size, color)
    fill(x + size - line, y, line, size, color)
  }
  for (const { tile, x, y } of layout.tiles) {
    const top = Math.round(y * scale)
    for (let slot = 0; slot < Math.max(1, tile.slots); slot += 1) {
      const left = Math.round((x + slot * (layout.cell + 1)) * scale)
      if (tile.mark === 'down') {
        outline(left, top, bad)
        for (let step = 0; step < size; step += 1) fill(left + size - 1 - step, top + step, 1, 1, bad)
      } else if (isCounting) {
        outline(left, top, free)
        const high = Math.round(size * Math.min(1, Math.max(0, tile.taken - slot)))
        if (high > 0) fill(left, top + size - high, size, high, taken)
      } else if (tile.level === null) outline(left, top, free)
      else fill(left, top, size, size, ramp[Math.round(Math.min(1, Math.max(0, tile.level)) * (SHADES - 1))] ?? free)
    }
  }
  pen.putImageData(image, 0, 0)
}

/** A colour as style sheets write it, as four bytes of a picture: the canvas itself says what it is. */
function pixelOf(pen: CanvasRenderingContext2D, color: string): number {
  pen.fillStyle = color
  const [, hex = '000000'] = /^#([0-9a-f]{6})$/.exec(pen.fillStyle) ?? []
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ]
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}
