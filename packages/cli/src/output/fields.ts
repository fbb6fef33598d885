import { clean, pad, widthOf, wrap } from './fit.ts'
import type { Paint } from './paint.ts'

/** Name and value, one pair a line; long values go on below themselves. Pairs without a value are left out. */
export function fields(
  pairs: readonly (readonly [name: string, value: string | null | undefined])[],
  options: { width?: number | undefined; paint: Paint },
): string {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '')
  const left = Math.max(0, ...shown.map(([name]) => widthOf(name))) + 2
  return shown
    .map(([name, value]) => {
      const text = clean(value ?? '')
      const lines = options.width === undefined ? [text] : wrap(text, Math.max(20, options.width - left))
      return lines
        .map((line, index) => `${index === 0 ? options.paint.dim(pad(name, left)) : ' '.repeat(left)}${line}\n`)
        .join('')
    })
    .join('')
}
