import type { ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import classes from './simple-table.module.css'

interface SimpleColumn<R> {
  id: string
  header: string
  align?: 'end'
  cell: (row: R) => ReactNode
}

interface SimpleTableProps<R> {
  label: string
  columns: readonly SimpleColumn<R>[]
  rows: readonly R[]
  keyOf: (row: R) => string | number
  /** What stands there instead of no rows. */
  empty?: string
}

/** Buttons need no word above them for those who see them. */
function isActions(id: string): boolean {
  return id === 'actions'
}

/** A short list as an ordinary table: everything is in the page, and cells may have several lines. */
export function SimpleTable<R>({ label, columns, rows, keyOf, empty }: SimpleTableProps<R>) {
  return (
    // It scrolls sideways on narrow screens, so it can take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label={label}>
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ id, header, align }) => (
              <th key={id} scope="col" className={cx(align && classes[align])}>
                <span className={cx(isActions(id) && classes['spoken'])}>{header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && empty !== undefined ? (
            <tr>
              <td colSpan={columns.length}>{empty}</td>
            </tr>
          ) : null}
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ id, cell, align }) => (
                <td key={id} className={cx(align && classes[align])}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
