import { setPrefs, type Prefs } from '../../lib/prefs.ts'
import type { TableColumn } from './column.ts'

/** Ids of the columns that a reader does not see: what they chose, or what the table hides at first. */
export function hiddenColumns<R>(prefs: Prefs, table: string, columns: readonly TableColumn<R>[]): string[] {
  const chosen = prefs.hiddenColumns[table]
  return columns
    .filter((column) => !column.isFixed && (chosen ? chosen.includes(column.id) : column.isHiddenAtFirst === true))
    .map((column) => column.id)
}

export function toggleColumn<R>(prefs: Prefs, table: string, columns: readonly TableColumn<R>[], id: string): void {
  const hidden = new Set(hiddenColumns(prefs, table, columns))
  if (!hidden.delete(id)) hidden.add(id)
  setPrefs({ hiddenColumns: { ...prefs.hiddenColumns, [table]: [...hidden] } })
}
