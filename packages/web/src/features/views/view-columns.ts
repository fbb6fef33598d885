import { currentPrefs, readPrefs, setPrefs, type Prefs } from '../../lib/prefs.ts'

/** How the columns of a list stand, as a view keeps it: which are hidden, their order and widths. */
export interface ViewColumns {
  hidden?: string[]
  order?: string[]
  widths?: Record<string, number>
}

/** As the reader has them now; nothing where they never changed them. */
export function columnsNow(
  table: string,
  { hiddenColumns, columnOrder, columnWidths }: Prefs = currentPrefs(),
): ViewColumns | undefined {
  const [hidden, order, widths] = [hiddenColumns[table], columnOrder[table], columnWidths[table]]
  if (!hidden && !order && !widths) return undefined
  return { ...(hidden ? { hidden } : {}), ...(order ? { order } : {}), ...(widths ? { widths } : {}) }
}

/** Columns of a view from what was kept, field by field; nothing where it keeps none. */
export function readViewColumns(kept: unknown): ViewColumns | undefined {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return undefined
  const { hidden, order, widths } = kept as Record<string, unknown>
  const read = readPrefs(
    JSON.stringify({ hiddenColumns: { t: hidden }, columnOrder: { t: order }, columnWidths: { t: widths } }),
  )
  const [h, o, w] = [read.hiddenColumns['t'], read.columnOrder['t'], read.columnWidths['t']]
  return { ...(h ? { hidden: h } : {}), ...(o ? { order: o } : {}), ...(w ? { widths: w } : {}) }
}

/** Preferences with the columns of a view in the list. A view that keeps none leaves them as they are. */
export function withColumns(table: string, prefs: Prefs, kept: unknown): Prefs {
  const columns = readViewColumns(kept)
  if (!columns) return prefs
  const put = <T>(all: Record<string, T>, own: T | undefined): Record<string, T> => {
    const others = Object.fromEntries(Object.entries(all).filter(([name]) => name !== table))
    return own === undefined ? others : { ...others, [table]: own }
  }
  return {
    ...prefs,
    hiddenColumns: put(prefs.hiddenColumns, columns.hidden),
    columnOrder: put(prefs.columnOrder, columns.order),
    columnWidths: put(prefs.columnWidths, columns.widths),
  }
}

/** Lets the list have the columns of a view. */
export function showColumns(table: string, kept: unknown): void {
  const before = currentPrefs()
  const next = withColumns(table, before, kept)
  if (next !== before) setPrefs(next)
}
