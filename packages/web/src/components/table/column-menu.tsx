import { IconColumns3 } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { usePrefs } from '../../lib/prefs.ts'
import { IconButton } from '../button/icon-button.tsx'
import { Dropdown } from '../dropdown/dropdown.tsx'
import { OptionList } from '../picker/option-list.tsx'
import type { TableColumn } from './column.ts'
import { hiddenColumns, toggleColumn } from './column-visibility.ts'

/** Which columns a table shows. Remembered in this browser. */
export function ColumnMenu<R>({ table, columns }: { table: string; columns: readonly TableColumn<R>[] }) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const prefs = usePrefs()
  const hidden = hiddenColumns(prefs, table, columns)
  const free = columns.filter((column) => !column.isFixed)
  return (
    <>
      <IconButton
        ref={anchor}
        label="Columns"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <IconColumns3 size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={180}>
          <OptionList
            id={id}
            label="Columns"
            options={free.map((column) => ({ value: column.id, label: column.header }))}
            chosen={free.map((column) => column.id).filter((column) => !hidden.includes(column))}
            isMultiple
            onChoose={(column) => toggleColumn(prefs, table, columns, column)}
          />
        </Dropdown>
      ) : null}
    </>
  )
}
