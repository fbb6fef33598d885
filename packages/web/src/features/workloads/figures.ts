import { formatNumber } from '../../lib/format/numbers.ts'

/** A figure as it is read: whole numbers as they are, small and large ones with what counts of them. */
export function formatFigure(value: number): string {
  if (Number.isInteger(value)) return formatNumber(value)
  const size = Math.abs(value)
  if (size < 0.001 || size >= 1e9) return value.toExponential(3)
  return size < 1 ? String(Number(value.toPrecision(4))) : formatNumber(value, 3)
}

/** `43 %`; whole only when it is all done. */
export function formatProgress(progress: number): string {
  return `${progress >= 1 ? 100 : Math.min(99, Math.floor(progress * 100))} %`
}

/** All figures in one line, the first few of many. */
export function describeFigures(figures: Readonly<Record<string, number>>, max = 3): string {
  const all = Object.entries(figures)
  const shown = all.slice(0, max).map(([name, value]) => `${name} ${formatFigure(value)}`)
  return `${shown.join(', ')}${all.length > max ? `, and ${all.length - max} more` : ''}`
}
