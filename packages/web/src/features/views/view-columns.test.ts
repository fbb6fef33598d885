import { expect, test } from 'vitest'
import { readPrefs } from '../../lib/prefs.ts'
import { columnsNow, readViewColumns, withColumns } from './view-columns.ts'

const prefs = (stored: object) => readPrefs(JSON.stringify(stored))

test('a view brings its columns with it, and takes what it does not say back to how the list has it at first', () => {
  const kept = columnsNow(
    'workloads',
    prefs({ hiddenColumns: { workloads: ['cpu'] }, columnOrder: { workloads: ['gpu', 'name'] } }),
  )
  expect(kept).toEqual({ hidden: ['cpu'], order: ['gpu', 'name'] })
  const other = prefs({ hiddenColumns: { nodes: ['a'] }, columnWidths: { workloads: { name: 200 } } })
  expect(withColumns('workloads', other, JSON.parse(JSON.stringify(kept)))).toEqual({
    ...other,
    hiddenColumns: { workloads: ['cpu'], nodes: ['a'] },
    columnOrder: { workloads: ['gpu', 'name'] },
    columnWidths: {},
  })
  expect(columnsNow('workloads', prefs({}))).toBeUndefined()
})

test('a view of before says nothing of columns and leaves them, and junk in one does no harm', () => {
  const mine = prefs({ hiddenColumns: { workloads: ['cpu'] } })
  expect(withColumns('workloads', mine, undefined)).toBe(mine)
  expect(withColumns('workloads', mine, 'junk')).toBe(mine)
  expect(readViewColumns({ hidden: ['a', 7], order: 'no', widths: { a: 1, b: 100 } })).toEqual({
    hidden: ['a'],
    widths: { b: 100 },
  })
})
