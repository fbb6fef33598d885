import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { PointerEvent } from 'react'
import { cx } from '../../lib/cx.ts'
import type { Sort, TableColumn } from './column.ts'
import classes from './table.module.css'

interface TableHeadProps<R> {
  columns: readonly TableColumn<R>[]
  /** Absent: its columns have the widths that they have. */
  onSize?: (id: string, width: number) => void
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
  ids: readonly string[] | undefined
  selected: ReadonlySet<string> | undefined
  onSelect: ((selected: ReadonlySet<string>) => void) | undefined
}

/** Names of the columns; pressing one sorts by it, pressing it again turns the order round. */
export function TableHead<R>({ columns, onSize, sort, onSort, ids, selected, onSelect }: TableHeadProps<R>) {
  const count = selected?.size ?? 0
  const isAll = ids !== undefined && ids.length > 0 && ids.every((id) => selected?.has(id))
  return (
    <div role="rowgroup" className={classes['headGroup']}>
      <div role="row" aria-rowindex={1} className={classes['headRow']}>
        {ids && onSelect ? (
          <div role="columnheader" className={classes['check']}>
            <label>
              <input
                type="checkbox"
                aria-label="Select all rows that are loaded"
                checked={isAll}
                ref={(box) => {
                  if (box) box.indeterminate = count > 0 && !isAll
                }}
                onChange={() => onSelect(new Set(isAll ? [] : ids))}
              />
            </label>
          </div>
        ) : null}
        {columns.map((column) => {
          const isSorted = sort?.id === column.id
          const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={direction}
              className={cx(
                classes['headCell'],
                column.align && classes[column.align],
                column.isPinned && classes['pinned'],
                column.isPinned && ids && classes['pinnedAfterCheck'],
              )}
            >
              {column.sort && onSort ? (
                <button
                  type="button"
                  className={cx(classes['sortButton'], isSorted && classes['sorted'])}
                  data-tip={column.about}
                  onClick={() => onSort({ id: column.id, isDescending: isSorted ? !sort.isDescending : false })}
                >
                  <span className={classes['headText']}>{column.header}</span>
                  {isSorted ? sort.isDescending ? <IconArrowDown size={12} /> : <IconArrowUp size={12} /> : null}
                </button>
              ) : (
                <span className={classes['headText']} data-tip={column.about}>
                  {column.header}
                </span>
              )}
              {onSize ? (
                <span
                  aria-hidden
                  className={classes['grip']}
                  data-grip={column.id}
                  onPointerDown={(event) => dragWidth(event, (width) => onSize(column.id, width))}
                />
              ) : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Follows the pointer until it is let go. Those without a pointer have the menu of columns. */
function dragWidth(event: PointerEvent<HTMLElement>, onWidth: (width: number) => void): void {
  const cell = event.currentTarget.parentElement
  if (!cell || event.button !== 0) return
  event.preventDefault()
  const grip = event.currentTarget
  const from = event.clientX
  const width = cell.getBoundingClientRect().width
  grip.setPointerCapture(event.pointerId)
  const sign = getComputedStyle(cell).direction === 'rtl' ? -1 : 1
  const move = (next: globalThis.PointerEvent) => onWidth(width + sign * (next.clientX - from))
  grip.addEventListener('pointermove', move)
  grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), { once: true })
}
