export interface CsvColumn<R> {
  header: string
  /** A time is given as the API writes it: ISO 8601 in UTC. Absent values are empty. */
  value: (row: R) => string | number | boolean | null | undefined
}

/** The first line of a file. */
export function csvHead<R>(columns: readonly CsvColumn<R>[]): string {
  return line(columns.map(({ header }) => header))
}

/** Rows as RFC 4180 has them. A text that a spreadsheet would read as a formula begins with an apostrophe. */
export function csvRows<R>(columns: readonly CsvColumn<R>[], rows: readonly R[]): string {
  return rows.map((row) => line(columns.map(({ value }) => value(row)))).join('')
}

function line(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: string | number | boolean | null | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
