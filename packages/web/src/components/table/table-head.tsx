import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { cx } from '../../lib/cx.ts'
import type { Sort, TableColumn } from './column.ts'
import classes from './table.module.css'

interface TableHeadProps<R> {
  columns: readonly TableColumn<R>[]
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
  ids: readonly string[] | undefined
  selected: ReadonlySet<string> | undefined
  onSelect: ((selected: ReadonlySet<string>) => void) | undefined
}

/** Names of the columns; pressing one sorts by it, pressing it again turns the order round. */
export function TableHead<R>({ columns, sort, onSort, ids, selected, onSelect }: TableHeadProps<R>) {
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
            </div>
          )
        })}
      </div>
    </div>
  )
}
