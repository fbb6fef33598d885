import { IconBookmark } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { IconButton } from '../../components/button/icon-button.tsx'
import { Dropdown } from '../../components/dropdown/dropdown.tsx'
import { showColumns } from './view-columns.ts'
import type { ViewPage } from './view-page.ts'

const ViewList = lazy(() => import('./view-list.tsx').then((module) => ({ default: module.ViewList })))

interface SavedViewsProps<S extends object> {
  of: ViewPage<S>
  /** What the list shows now. */
  search: S
  onOpen: (search: S) => void
}

/** Filters, orders and columns of a list under names: the reader's own, and those that are shared in a project or with everybody. */
export function SavedViews<S extends object>({ of, search, onOpen }: SavedViewsProps<S>) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton ref={anchor} label="Saved views" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconBookmark size={16} />
      </IconButton>
      {isOpen ? (
        <Dropdown anchor={anchor} onClose={() => setOpen(false)} align="end" width={340}>
          <Suspense fallback={null}>
            <ViewList
              of={of}
              search={of.read(search as Record<string, unknown>)}
              onOpen={(view) => {
                showColumns(of.page, view.search['columns'])
                onOpen(of.read(view.search))
                setOpen(false)
                anchor.current?.focus()
              }}
            />
          </Suspense>
        </Dropdown>
      ) : null}
    </>
  )
}
