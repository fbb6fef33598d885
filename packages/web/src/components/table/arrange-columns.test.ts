import { beforeEach, expect, test, vi } from 'vitest'
import { currentPrefs } from '../../lib/prefs.ts'
import { arrangeColumns, moveColumn, resetColumns, sizeColumn } from './arrange-columns.ts'
import type { TableColumn } from './column.ts'

const column = (id: string, more: Partial<TableColumn<string>> = {}): TableColumn<string> => ({
  id,
  header: id,
  width: '100px',
  cell: (row) => row,
  ...more,
})
const COLUMNS = [column('name', { isPinned: true }), column('a'), column('b'), column('c')]
const now = () => {
  const { columnOrder, columnWidths } = currentPrefs()
  return arrangeColumns(COLUMNS, columnOrder['t'], columnWidths['t']).map(({ id, width }) => `${id} ${width}`)
}

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  resetColumns('t')
})

test('a column moves one place at a time, never before what is pinned and never out of the table', () => {
  moveColumn('t', COLUMNS, 'c', -1)
  expect(now()).toEqual(['name 100px', 'a 100px', 'c 100px', 'b 100px'])
  moveColumn('t', COLUMNS, 'a', -1)
  moveColumn('t', COLUMNS, 'b', 1)
  moveColumn('t', COLUMNS, 'name', 1)
  expect(now()).toEqual(['name 100px', 'a 100px', 'c 100px', 'b 100px'])
})

test('a width stays within bounds, and all is as it was when asked for', () => {
  sizeColumn('t', 'b', 5)
  expect(now()[2]).toBe('b 48px')
  sizeColumn('t', 'b', 240.4)
  expect(now()[2]).toBe('b 240px')
  resetColumns('t')
  expect(now()).toEqual(['name 100px', 'a 100px', 'b 100px', 'c 100px'])
})

test('a column that a later version brings has its place behind the order of the reader', () => {
  expect(arrangeColumns(COLUMNS, ['c', 'gone', 'a'], undefined).map(({ id }) => id)).toEqual(['name', 'c', 'a', 'b'])
})
