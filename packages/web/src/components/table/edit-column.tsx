import { IconPencil, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from '../button/icon-button.tsx'
import classes from './edit-column.module.css'

interface EditColumn<R> {
  onEdit: (row: R) => void
  onDelete: (row: R) => void
  /** For what has to stay. */
  isFixed?: (row: R) => boolean
  /** Before the others. */
  more?: (row: R) => ReactNode
}

/** The last column of a list that can be changed: for each row a button to change it, and one to delete it. */
export function editColumn<R extends { name: string }>({ onEdit, onDelete, isFixed, more }: EditColumn<R>) {
  return {
    id: 'actions',
    header: 'Actions',
    align: 'end' as const,
    cell: (row: R) => (
      <span className={classes['actions']}>
        {more?.(row)}
        <IconButton label={`Change ${row.name}`} size="small" data-key="e" onClick={() => onEdit(row)}>
          <IconPencil size={15} />
        </IconButton>
        {isFixed?.(row) ? null : (
          <IconButton label={`Delete ${row.name}`} size="small" onClick={() => onDelete(row)}>
            <IconTrash size={15} />
          </IconButton>
        )}
      </span>
    ),
  }
}
