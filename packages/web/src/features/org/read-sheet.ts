import { MAIN_RESOURCES } from '../../lib/format/amounts.ts'
import {
  changesOf,
  fieldsOf,
  problemsOf,
  type BoundName,
  type Quota,
  type QuotaChange,
  type QuotaFields,
} from './quota-lines.ts'
import { requestOf, type SetQuota } from './quota-request.ts'

/** A row of a sheet that changes something. */
export interface SheetRow {
  quota: Quota
  changes: readonly QuotaChange[]
  request: SetQuota
}

/** A cell that cannot be taken, by the names that its reader knows: the row's first cell and the column's head. */
export interface RefusedCell {
  row: number
  column: string
  text: string
  why: string
}

export interface Sheet {
  rows: readonly SheetRow[]
  refused: readonly RefusedCell[]
  /** Rows that say what is so already. */
  same: number
}

type Column = { resource: string; field: BoundName | 'weight' } | 'rank'

const ROWS_MAX = 1000
/** Columns of a block without heads, behind the name. */
const PLAIN: readonly Column[] = MAIN_RESOURCES.map((resource) => ({ resource, field: 'deserved' }))
const FIELD_WORDS: Record<string, BoundName | 'weight'> = {
  '': 'deserved',
  deserved: 'deserved',
  quota: 'deserved',
  limit: 'limit',
  max: 'limit',
  weight: 'weight',
  borrow: 'borrowLimit',
  lend: 'lendLimit',
  user: 'userLimit',
}
const UNLIMITED = new Set(['unlimited', '∞', 'none', '-', '—'])

/**
 * Reads a block of cells as a spreadsheet copies it: tabs between cells, or semicolons or commas where there are no tabs. The first column names
 * projects or departments; a first row of heads such as `gpu`, `gpu limit`, `cpu weight` or `rank` says what the others are, and without it they
 * are GPU, CPU and memory deserved. An empty cell changes nothing. Amounts are in the units of the page: devices, cores, GiB.
 */
export function readSheet(text: string, quotas: readonly Quota[]): Sheet {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const cells = lines.slice(0, ROWS_MAX + 1).map(cellsOf)
  const [first = []] = cells
  const isHead = first.length > 1 && first.slice(1).some((cell) => columnOf(cell) !== undefined)
  const refused: RefusedCell[] = []
  const columns = isHead
    ? first.slice(1).map((cell) => {
        const column = columnOf(cell)
        if (!column && cell !== '') refused.push({ row: 1, column: cell, text: cell, why: 'no such column' })
        return column
      })
    : PLAIN
  const heads = isHead ? first.slice(1) : PLAIN.map((column) => (column === 'rank' ? column : column.resource))
  const rows: SheetRow[] = []
  const seen = new Set<string>()
  let same = 0
  for (const [index, line] of cells.entries()) {
    if (isHead && index === 0) continue
    const row = index + 1
    const [name = '', ...values] = line
    if (row > ROWS_MAX) {
      refused.push({ row, column: 'name', text: name, why: `a block has at most ${ROWS_MAX} rows` })
      break
    }
    const found = quotas.filter(({ queue }) => queue.name === name || queue.id === name)
    const [quota] = found
    if (!quota || found.length > 1 || seen.has(name)) {
      const why = !quota
        ? 'there is no project or department of this name that you may see'
        : seen.has(name)
          ? 'it stands in the block twice'
          : 'a project and a department have this name: give the id'
      refused.push({ row, column: 'name', text: name, why })
      continue
    }
    seen.add(name)
    const read = readRow(quota, values, columns, heads)
    refused.push(...read.refused.map((cell) => ({ ...cell, row })))
    if (read.refused.length > 0) continue
    const changes = changesOf(quota, read.fields)
    if (changes.length === 0) same += 1
    else rows.push({ quota, changes, request: requestOf(quota, read.fields) })
  }
  return { rows, refused, same }
}

function readRow(
  quota: Quota,
  values: readonly string[],
  columns: readonly (Column | undefined)[],
  heads: readonly string[],
): { fields: QuotaFields; refused: Omit<RefusedCell, 'row'>[] } {
  const fields = structuredClone(fieldsOf(quota))
  const places = new Map<string, { column: string; text: string }>()
  const refused: Omit<RefusedCell, 'row'>[] = []
  for (const [index, text] of values.entries()) {
    if (text === '') continue
    const column = columns[index]
    const head = heads[index] ?? `column ${index + 2}`
    if (!column) {
      if (index >= columns.length) refused.push({ column: head, text, why: 'no column of this block is so far right' })
      continue
    }
    if (column === 'rank') {
      fields.rank = text
      places.set('rank', { column: head, text })
      continue
    }
    const line = fields.lines[column.resource]
    if (!line) continue
    if (column.field === 'weight') line.weight = text
    else if (UNLIMITED.has(text.toLowerCase())) line[column.field] = { isUnlimited: true, text: '' }
    else line[column.field] = { isUnlimited: false, text }
    places.set(`${column.resource}.${column.field}`, { column: head, text })
  }
  for (const [place, why] of Object.entries(problemsOf(fields))) {
    const at = places.get(place) ?? { column: place.replace('.', ' '), text: '' }
    refused.push({ ...at, why })
  }
  return { fields, refused }
}

function columnOf(head: string): Column | undefined {
  const words = head
    .toLowerCase()
    .replaceAll(/[()_,-]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !['gib', 'cores', 'devices', 'gpus'].includes(word))
  if (words.length === 1 && words[0] === 'rank') return 'rank'
  const [resource = '', field = ''] = words
  const known = MAIN_RESOURCES.find((name) => name === resource)
  const meant = FIELD_WORDS[field]
  return known && meant && words.length <= 3 ? { resource: known, field: meant } : undefined
}

function cellsOf(line: string): string[] {
  const between = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ','
  return line.split(between).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  )
}

/** How a field is called in a head, for those who write one. */
export const SHEET_HEADS = ['gpu', 'gpu limit', 'gpu weight', 'cpu', 'memory', 'rank'] as const
