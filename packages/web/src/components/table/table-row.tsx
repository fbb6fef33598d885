import { memo, useEffect, useRef } from 'react'
import { cx } from '../../lib/cx.ts'
import { giveFocusBack } from '../../lib/focus.ts'
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

function Row<R extends { id: string }>({
  row,
  index,
  start,
  columns,
  isSelected,
  isCurrent,
  onToggle,
}: TableRowProps<R>) {
  const element = useRef<HTMLDivElement>(null)
  const shown = useRef(row.id)
  useEffect(() => {
    if (shown.current === row.id) return
    shown.current = row.id
    // Whoever had the focus in the row that was here has left it.
    const { current } = element
    if (current?.contains(document.activeElement))
      giveFocusBack(current.parentElement?.closest('[tabindex], dialog') ?? null)
  }, [row.id])
  return (
    <div
      ref={element}
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
          <span>{column.cell(row)}</span>
        </div>
      ))}
    </div>
  )
}

/** Drawn again only when something of it has changed. */
export const TableRow = memo(Row, (before, after) =>
  (Object.keys(after) as (keyof typeof after)[]).every((key) =>
    key === 'columns' ? sameColumns(before.columns, after.columns) : Object.is(before[key], after[key]),
  ),
) as typeof Row

function sameColumns(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((column, index) => column === b[index])
}
