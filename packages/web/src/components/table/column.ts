import type { ReactNode } from 'react'
import type { SortValue } from './compare-values.ts'

/** One column of a {@link DataTable}. */
export interface TableColumn<R> {
  id: string
  header: string
  /** What the value means, for the header's tooltip. */
  about?: string
  /** A grid track: `120px`, or `minmax(160px, 2fr)`. */
  width: string
  align?: 'end'
  cell: (row: R) => ReactNode
  /** Absent: the column cannot be sorted by. */
  sort?: (row: R) => SortValue
  /** Stays in view when the table is wider than its box. */
  isPinned?: boolean
  /** Cannot be hidden. */
  isFixed?: boolean
  isHiddenAtFirst?: boolean
}

export interface Sort {
  id: string
  isDescending: boolean
}
