import { COLUMN_PX, currentPrefs, setPrefs } from '../../lib/prefs.ts'
import type { TableColumn } from './column.ts'

/** Columns in the order and with the widths of the reader. What is pinned stays in front. */
export function arrangeColumns<R>(
  columns: readonly TableColumn<R>[],
  order: readonly string[] | undefined,
  widths: Readonly<Record<string, number>> | undefined,
): readonly TableColumn<R>[] {
  if (!order && !widths) return columns
  const place = (column: TableColumn<R>, index: number) => {
    if (column.isPinned) return -1
    const at = order?.indexOf(column.id) ?? -1
    return at < 0 ? (order?.length ?? 0) + index : at
  }
  return columns
    .map((column, index) => ({ column, place: place(column, index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ column }) => {
      const width = widths?.[column.id]
      return width === undefined ? column : { ...column, width: `${width}px` }
    })
}

/** Moves a column one place, among those that may move. */
export function moveColumn<R>(table: string, columns: readonly TableColumn<R>[], id: string, step: -1 | 1): void {
  const prefs = currentPrefs()
  const ids = arrangeColumns(columns, prefs.columnOrder[table], undefined)
    .filter((column) => !column.isPinned)
    .map((column) => column.id)
  const at = ids.indexOf(id)
  const to = at + step
  if (at < 0 || to < 0 || to >= ids.length) return
  ids.splice(at, 1)
  ids.splice(to, 0, id)
  setPrefs({ columnOrder: { ...prefs.columnOrder, [table]: ids } })
}

/** Gives a column a width in pixels, within bounds. */
export function sizeColumn(table: string, id: string, width: number): void {
  const prefs = currentPrefs()
  const bounded = Math.round(Math.min(COLUMN_PX.max, Math.max(COLUMN_PX.min, width)))
  setPrefs({ columnWidths: { ...prefs.columnWidths, [table]: { ...prefs.columnWidths[table], [id]: bounded } } })
}

/** All columns of a table as it has them at first. */
export function resetColumns(table: string): void {
  const { hiddenColumns, columnOrder, columnWidths } = currentPrefs()
  const without = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name !== table))
  setPrefs({
    hiddenColumns: without(hiddenColumns),
    columnOrder: without(columnOrder),
    columnWidths: without(columnWidths),
  })
}
