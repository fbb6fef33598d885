import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type CSSProperties } from 'react'
import { openRow } from '../../components/table/open-row.ts'
import { hiddenColumns } from '../../components/table/column-visibility.ts'
import { TableHead } from '../../components/table/table-head.tsx'
import { TableRow } from '../../components/table/table-row.tsx'
import { useRowKeys } from '../../components/table/use-row-keys.ts'
import table from '../../components/table/table.module.css'
import { cx } from '../../lib/cx.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCan } from '../../lib/whoami.ts'
import { layoutLines } from './line-layout.ts'
import { askToMove } from './move-request.ts'
import type { Line, Pending, PendingFilter } from './pending.ts'
import { PENDING_COLUMNS } from './pending-columns.tsx'
import { usePendingWindows } from './use-pending-windows.ts'
import classes from './queues.module.css'

interface PendingTableProps {
  filter: PendingFilter
  totals: Pending
  openId: string | undefined
  onWhy: (id: string | undefined) => void
}

/** All that waits, line after line, for any number of rows: what is in view is read and drawn, wherever that is. */
export function PendingTable({ filter, totals, openId, onWhy }: PendingTableProps) {
  const prefs = usePrefs()
  const scroll = useRef<HTMLDivElement>(null)
  const [isPointed, setPointed] = useState(false)
  const layout = useMemo(() => layoutLines(totals.queues), [totals.queues])
  const rowHeight = prefs.density === 'comfortable' ? 40 : 32
  const virtual = useVirtualizer({
    count: layout.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // Under the head of the line that is in view.
    scrollPaddingStart: rowHeight,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const items = virtual.getVirtualItems()
  const numbers = items.flatMap(({ index }) => layout.at(index)?.number ?? [])
  const { rowOf, isBehind, refresh } = usePendingWindows(filter, numbers[0] ?? 0, numbers.at(-1) ?? 0, isPointed)
  const rowAt = (index: number) => {
    const number = layout.at(index)?.number
    return number === undefined ? undefined : rowOf(number)
  }

  const keys = useRowKeys({
    count: layout.count,
    scroll,
    virtual,
    isPassedOver: (index) => layout.at(index)?.number === undefined,
  })
  const canMove = useCan('queue:write')
  const chosen = () =>
    (openId === undefined
      ? rowAt(keys.current)
      : items.map(({ index }) => rowAt(index)).find((row) => row?.id === openId)) ?? rowAt(1)
  useShortcut('p', 'Why it waits', 'Queue', () => onWhy(openId === undefined ? chosen()?.id : undefined))
  const ask = (spot: 'first' | 'last' | 'before') => () => {
    const workload = rowAt(keys.current) ?? chosen()
    if (canMove && workload) askToMove({ workload, spot })
  }
  useShortcut('t', 'Move to the front', 'Queue', ask('first'))
  useShortcut('b', 'Move to the back', 'Queue', ask('last'))
  useShortcut('m', 'Move before or after …', 'Queue', ask('before'))

  const hidden = hiddenColumns(prefs, 'pending', PENDING_COLUMNS)
  const columns = PENDING_COLUMNS.filter(({ id }) => !hidden.includes(id))
  const tracks = columns.map(({ width }) => width).join(' ')
  const top = layout.at(Math.floor((virtual.scrollOffset ?? 0) / rowHeight))
  return (
    <div className={cx(table['box'], table['fit'])}>
      <div
        ref={scroll}
        className={table['scroll']}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
      >
        <div
          className={table['table']}
          role="table"
          aria-label="Waiting work"
          aria-rowcount={layout.count + 1}
          style={{ '--tracks': tracks, minWidth: leastWidth(tracks) } as CSSProperties}
        >
          <TableHead
            columns={columns}
            sort={undefined}
            onSort={undefined}
            ids={undefined}
            selected={undefined}
            onSelect={undefined}
          />
          {top ? (
            <div className={classes['lineOnTop']} aria-hidden>
              <LineName line={top.head} />
            </div>
          ) : null}
          {/* The mouse may hit the row anywhere; the keyboard has the link in it. */}
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
          <div className={table['body']} role="rowgroup" style={{ height: virtual.getTotalSize() }} onClick={openRow}>
            {items.map(({ index, start }) => {
              const at = layout.at(index)
              const row = rowAt(index)
              return at?.number === undefined || !row ? (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={cx(table['row'], at?.number === undefined ? classes['line'] : classes['unread'])}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <div role="cell" aria-colspan={columns.length} className={classes['lineCell']}>
                    {at?.number === undefined ? at ? <LineName line={at.head} /> : null : <span>Reading …</span>}
                  </div>
                </div>
              ) : (
                <TableRow
                  key={index}
                  row={row}
                  index={index}
                  start={start}
                  columns={columns}
                  isSelected={false}
                  isCurrent={index === keys.current || row.id === openId}
                  onToggle={undefined}
                />
              )
            })}
          </div>
        </div>
      </div>
      {isBehind ? (
        <button type="button" className={table['chip']} onClick={refresh}>
          The order has changed: show it
        </button>
      ) : null}
    </div>
  )
}

function LineName({ line: { project, nodePool, count } }: { line: Line }) {
  return (
    <>
      <b>{project.name}</b>
      <span className={classes['dim']}>in pool {nodePool.name}</span>
      <span className={classes['dim']}>{formatNumber(count)} waiting</span>
    </>
  )
}

/** What the columns need at least, in pixels: each track is a width, or begins with its least. */
function leastWidth(tracks: string): number {
  return [...tracks.matchAll(/(\d+)px/g)].reduce((sum, match) => sum + Number(match[1]), 0)
}
