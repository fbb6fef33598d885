import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { usePrefs } from '../../lib/prefs.ts'
import { Button } from '../button/button.tsx'
import { IconButton } from '../button/icon-button.tsx'
import { Dropdown } from '../dropdown/dropdown.tsx'
import { arrangeColumns, moveColumn, resetColumns, sizeColumn } from './arrange-columns.ts'
import type { TableColumn } from './column.ts'
import { hiddenColumns, toggleColumn } from './column-visibility.ts'
import classes from './column-menu.module.css'

const STEP_PX = 32

/** Which columns a table shows, in which order and how wide. Remembered in this browser. */
export function ColumnMenu<R>({ table, columns }: { table: string; columns: readonly TableColumn<R>[] }) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const prefs = usePrefs()
  const hidden = hiddenColumns(prefs, table, columns)
  const arranged = arrangeColumns(columns, prefs.columnOrder[table], prefs.columnWidths[table])
  const free = arranged.filter((column) => !column.isPinned)
  return (
    <>
      <IconButton ref={anchor} label="Columns" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconColumns3 size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={270}>
          <div className={classes['box']} role="group" aria-label="Columns">
            <ul>
              {free.map((column, index) => (
                <li key={column.id} className={classes['row']}>
                  <label>
                    <input
                      type="checkbox"
                      checked={!hidden.includes(column.id)}
                      disabled={column.isFixed}
                      onChange={() => toggleColumn(prefs, table, columns, column.id)}
                    />
                    <span>{column.header}</span>
                  </label>
                  <IconButton
                    label={`Narrower ${column.header}`}
                    size="small"
                    onClick={() => sizeColumn(table, column.id, widthOf(column) - STEP_PX)}
                  >
                    <IconMinus size={13} />
                  </IconButton>
                  <IconButton
                    label={`Wider ${column.header}`}
                    size="small"
                    onClick={() => sizeColumn(table, column.id, widthOf(column) + STEP_PX)}
                  >
                    <IconPlus size={13} />
                  </IconButton>
                  <IconButton
                    label={`Move ${column.header} forward`}
                    size="small"
                    disabled={index === 0}
                    onClick={() => moveColumn(table, columns, column.id, -1)}
                  >
                    <IconArrowUp size={13} />
                  </IconButton>
                  <IconButton
                    label={`Move ${column.header} back`}
                    size="small"
                    disabled={index === free.length - 1}
                    onClick={() => moveColumn(table, columns, column.id, 1)}
                  >
                    <IconArrowDown size={13} />
                  </IconButton>
                </li>
              ))}
            </ul>
            <Button size="small" variant="quiet" onClick={() => resetColumns(table)}>
              All as at first
            </Button>
          </div>
        </Dropdown>
      ) : null}
    </>
  )
}

/** What a column takes at least: its track is a width, or begins with its least. */
function widthOf({ width }: { width: string }): number {
  return Number(/(\d+)px/.exec(width)?.[1] ?? 120)
}
