import { clean, cut, pad, widthOf } from './fit.ts'
import type { Paint } from './paint.ts'

export interface Column<T> {
  title: string
  value: (row: T) => string
  align?: 'left' | 'right'
  /** May be cut where the page is narrow: 1 first, 3 last. Absent: it is always shown whole. */
  elastic?: 1 | 2 | 3
  color?: (text: string, row: T) => string
}

export interface TableOptions {
  /** Columns of the page; absent: as wide as it gets, as for a pipe. */
  width?: number | undefined
  paint: Paint
}

const GAP = '  '
/** Below this a cut column says nothing any more. */
const WIDTH_MIN = { 1: 12, 2: 8, 3: 8 }

/**
 * Rows under titles. A column that is empty in every row is left out, and so are remarks (elastic 1) where the page is too narrow for anything
 * of them.
 */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[], { width, paint }: TableOptions): string {
  const cells = columns
    .map((column) => ({ column, texts: rows.map((row) => clean(column.value(row))) }))
    .filter(({ texts }) => texts.some((text) => text !== ''))
  const natural = cells.map(({ column, texts }) => Math.max(widthOf(column.title), ...texts.map(widthOf)))
  const shown = cells.map(({ column }) => column)
  const { widths, excess } = fitWidths(natural, shown, width)
  if (excess > 0 && shown.some((column) => column.elastic === 1)) {
    return table(
      rows,
      shown.filter((column) => column.elastic !== 1),
      { width, paint },
    )
  }

  const line = (texts: readonly string[], color: (text: string, index: number) => string) =>
    texts
      .map((text, index) => {
        const room = widths[index] ?? 0
        const fitted = cut(text, room)
        const isLast = index === texts.length - 1
        const align = shown[index]?.align ?? 'left'
        const padded = isLast && align === 'left' ? fitted : pad(fitted, room, align)
        return text === '' ? padded : color(padded, index)
      })
      .join(GAP)
      .trimEnd()
  const head = line(
    shown.map(({ title }) => title),
    (text) => paint.bold(text),
  )
  const body = rows.map((row, at) =>
    line(
      cells.map(({ texts }) => texts[at] ?? ''),
      (text, index) => shown[index]?.color?.(text, row) ?? text,
    ),
  )
  return [head, ...body].map((text) => `${text}\n`).join('')
}

/** Takes what is too much from the columns that may be cut: in their order, and among equals from the widest. */
function fitWidths(
  natural: readonly number[],
  shown: readonly { title: string; elastic?: 1 | 2 | 3 }[],
  width: number | undefined,
): { widths: number[]; excess: number } {
  const widths = [...natural]
  if (width === undefined) return { widths, excess: 0 }
  let excess = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1) - width
  for (const order of [1, 2, 3] as const) {
    for (; excess > 0; excess -= 1) {
      let widest = -1
      for (const [index, one] of widths.entries()) {
        const { elastic, title } = shown[index] ?? { title: '' }
        const least = Math.max(WIDTH_MIN[order], widthOf(title))
        if (elastic === order && one > least && one > (widths[widest] ?? 0)) widest = index
      }
      if (widest === -1) break
      widths[widest] = (widths[widest] ?? 0) - 1
    }
  }
  return { widths, excess }
}
