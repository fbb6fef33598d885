import { memo, type ReactNode } from 'react'
import { cx } from '../../lib/cx.ts'
import type { TableColumn } from './column.ts'
import classes from './table.module.css'

interface TableRowProps<R> {
  row: R
  index: number
  start: number
  columns: readonly TableColumn<R>[]
  isSelected: boolean
  isCurrent: boolean
  onToggle: ((id: string) => void) | undefined
}

function Row<R extends { id: string }>({ row, index, start, columns, isSelected, isCurrent, onToggle }: TableRowProps<R>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      className={cx(classes['row'], isSelected && classes['selected'], isCurrent && classes['current'])}
      style={{ transform: `translateY(${start}px)` }}
    >
      {onToggle ? (
        <div role="cell" className={classes['check']}>
          <label>
            <input type="checkbox" aria-label="Select row" checked={isSelected} onChange={() => onToggle(row.id)} />
          </label>
        </div>
      ) : null}
      {columns.map((column) => (
        <div
          key={column.id}
          role="cell"
          className={cx(
            classes['cell'],
            column.align && classes[column.align],
            column.isPinned && classes['pinned'],
            column.isPinned && onToggle && classes['pinnedAfterCheck'],
          )}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

/** Drawn again only when something of it has changed. */
export const TableRow = memo(Row, (before, after) => {
  const { onToggle: _before, ...one } = before
  const { onToggle: _after, ...other } = after
  return (Object.keys(one) as (keyof typeof one)[]).every((key) =>
    key === 'columns' ? sameColumns(one.columns, other.columns) : Object.is(one[key], other[key]),
  )
}) as typeof Row

function sameColumns(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((column, index) => column === b[index])
}

/** What of a row must stay above its link: other links and buttons. */
export function Above({ children }: { children: ReactNode }) {
  return <span className={classes['above']}>{children}</span>
}
