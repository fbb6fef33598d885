import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type Dispatch,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  type SetStateAction,
} from 'react'
import { cx } from '../../lib/cx.ts'
import { plural } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { arrangeColumns, sizeColumn } from './arrange-columns.ts'
import type { Sort, TableColumn } from './column.ts'
import { clickedRow, openRow } from './open-row.ts'
import { hiddenColumns } from './column-visibility.ts'
import { compareValues } from './compare-values.ts'
import { TableHead } from './table-head.tsx'
import { TableRow } from './table-row.tsx'
import { useHeldOrder } from './use-held-order.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useRowSlots } from './use-row-slots.ts'
import classes from './table.module.css'

export interface DataTableProps<R extends { id: string }> {
  /** Under which its hidden columns, their order and widths are remembered. */
  name: string
  /** Read out: what the rows are. */
  label: string
  columns: readonly TableColumn<R>[]
  rows: readonly R[]
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  selected?: ReadonlySet<string>
  onSelect?: Dispatch<SetStateAction<ReadonlySet<string>>>
  /** Which row belongs to the panel that is open. */
  openId?: string | undefined
  /** A click in a row beside its link. Absent: it counts as a click on the link. */
  onRow?: (row: R) => void
  /** The keys have come to a row. */
  onMove?: (row: R) => void
  /** Answers the row that has the focus. */
  focusedRow?: RefObject<(() => R | undefined) | null>
  /** Rows change by themselves: hold their places while somebody points at them. */
  isLive?: boolean
  /** Rows that do not belong any more stay only while places are held. */
  isMember?: (row: R) => boolean
  /** How many there are altogether, or `unknown` when more can be loaded. */
  total?: number | 'unknown'
  onEnd?: () => void
  /** `fill` takes the room that is left, `fit` as much as its rows need. */
  height?: 'fill' | 'fit'
  isFramed?: boolean
  footer?: ReactNode
  empty?: ReactNode
}

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
})

/** Rows under columns, for any number of rows: only what is in view is in the page. */
export function DataTable<R extends { id: string }>(props: DataTableProps<R>) {
  const { name, label, rows, sort, selected, onSelect, isLive = false, isMember, height = 'fill' } = props
  const prefs = usePrefs()
  const order = prefs.columnOrder[name]
  const widths = prefs.columnWidths[name]
  const columns = useMemo(() => arrangeColumns(props.columns, order, widths), [props.columns, order, widths])
  const scroll = useRef<HTMLDivElement>(null)
  const [isPointed, setPointed] = useState(false)
  const [isAway, setAway] = useState(false)
  const isHolding = isLive && (isPointed || isAway || (selected?.size ?? 0) > 0)

  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, R>()
    return columns.map((column) =>
      helper.accessor((row: R): unknown => column.sort?.(row), {
        id: column.id,
        header: column.header,
        enableSorting: column.sort !== undefined,
        sortFn: (a, b) => compareValues(column.sort?.(a.original), column.sort?.(b.original)),
        sortUndefined: false,
      }),
    )
  }, [columns])
  const { id: sortId, isDescending = false } = sort ?? {}
  // The same as long as nothing of it has changed: rows are sorted again for each new one, and every step of scrolling draws the table.
  const sorting = useMemo(
    () => (sortId === undefined ? [] : [{ id: sortId, desc: isDescending }]),
    [sortId, isDescending],
  )
  const columnVisibility = useMemo(
    () => Object.fromEntries(hiddenColumns(prefs, name, columns).map((id) => [id, false])),
    [prefs, name, columns],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: rows as R[],
    getRowId: rowId,
    state: { sorting, columnVisibility },
  })
  const { rows: sorted } = table.getRowModel()
  const belongs = useCallback((row: { original: R }) => isMember?.(row.original) ?? true, [isMember])
  const held = useHeldOrder(sorted, isHolding, rowId, belongs)
  const visible = table.getVisibleLeafColumns().flatMap(({ id }) => columns.find((column) => column.id === id) ?? [])

  const toggle = useCallback(
    (id: string | undefined) => {
      if (id === undefined) return
      onSelect?.((before) => {
        const next = new Set(before)
        if (!next.delete(id)) next.add(id)
        return next
      })
    },
    [onSelect],
  )
  const rowHeight = prefs.density === 'comfortable' ? 40 : 32
  const virtual = useVirtualizer({
    count: held.rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => held.rows[index]?.id ?? index,
    overscan: 8,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const ids = useMemo(() => (onSelect ? held.rows.map(rowId) : undefined), [onSelect, held.rows])
  const { onRow, onMove, focusedRow } = props
  const rowAt = (index: number | undefined) => (index === undefined ? undefined : held.rows[index]?.original)
  const keys = useRowKeys({
    count: held.rows.length,
    scroll,
    virtual,
    toggle: (index) => toggle(held.rows[index]?.id),
    onMove: (index) => withRow(rowAt(index), onMove),
  })
  useImperativeHandle(focusedRow, () => () => rowAt(keys.focused()))
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const row = onRow && rowAt(clickedRow(event))
    if (row) onRow(row)
    else openRow(event)
  }
  const items = virtual.getVirtualItems()
  const drawn = useRowSlots(
    items.flatMap((item) => {
      const row = held.rows[item.index]
      return row ? [{ id: row.id, row: row.original, ...item }] : []
    }),
    virtual.isScrolling,
  )
  const lastIndex = items.at(-1)?.index ?? 0
  const { onEnd } = props
  useEffect(() => {
    if (held.rows.length > 0 && lastIndex >= held.rows.length - 20) onEnd?.()
  }, [lastIndex, held.rows.length, onEnd])

  const tracks = [...(onSelect ? ['36px'] : []), ...visible.map((column) => column.width)].join(' ')
  const total = props.total === 'unknown' ? -1 : (props.total ?? held.rows.length) + 1
  return (
    <div className={cx(classes['box'], classes[height], props.isFramed && classes['framed'])}>
      <div
        ref={scroll}
        className={classes['scroll']}
        // Without rows nothing in it takes the focus, and on narrow screens its head still scrolls.
        {...(held.rows.length === 0 ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onScroll={(event) => setAway(event.currentTarget.scrollTop > rowHeight)}
      >
        <div
          className={classes['table']}
          role="table"
          aria-label={label}
          aria-rowcount={total}
          style={{ '--tracks': tracks, minWidth: leastWidth(tracks) } as CSSProperties}
        >
          <TableHead
            columns={visible}
            onSize={(id, width) => sizeColumn(name, id, width)}
            sort={sort}
            onSort={props.onSort}
            ids={ids}
            selected={selected}
            onSelect={onSelect}
          />
          {/* The mouse may hit the row anywhere; the keyboard has the link in it. */}
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
          <div className={classes['body']} role="rowgroup" style={{ height: virtual.getTotalSize() }} onClick={onClick}>
            {drawn.map(({ slot, row, index, start }) => (
              <TableRow
                key={slot}
                row={row}
                index={index}
                start={start}
                columns={visible}
                isSelected={selected?.has(row.id) ?? false}
                isCurrent={index === keys.current || row.id === props.openId}
                onToggle={onSelect ? toggle : undefined}
              />
            ))}
          </div>
        </div>
        {held.rows.length === 0 && props.empty ? <div className={classes['noRows']}>{props.empty}</div> : null}
      </div>
      {held.waiting > 0 ? (
        <button
          type="button"
          className={classes['chip']}
          onClick={() => {
            held.release()
            scroll.current?.scrollTo({ top: 0 })
          }}
        >
          {plural(held.waiting, 'newer row')}
        </button>
      ) : null}
      {props.footer ? <div className={classes['foot']}>{props.footer}</div> : null}
    </div>
  )
}

/** What the columns need at least, in pixels: each track is a width, or begins with its least. */
function leastWidth(tracks: string): number {
  return [...tracks.matchAll(/(?<!, )\b(\d+)px/g)].reduce((sum, match) => sum + Number(match[1]), 0)
}

function withRow<R>(row: R | undefined, use: ((row: R) => void) | undefined): void {
  if (row !== undefined) use?.(row)
}

function rowId(row: { id: string }): string {
  return row.id
}
