import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { Notice } from '../../components/states/notice.tsx'
import { trpc } from '../../lib/trpc.ts'
import { showColumns } from './view-columns.ts'
import type { ViewPage } from './view-page.ts'

interface OpenViewProps<S extends object> {
  of: ViewPage<S>
  id: string
  onOpen: (search: S) => void
}

/** Follows a link to a saved view. One that is gone, or that the reader may not see, says so. */
export function OpenView<S extends object>({ of, id, onOpen }: OpenViewProps<S>) {
  const views = useQuery(trpc.views.list.queryOptions({ page: of.page }))
  const found = views.data?.items.find((view) => view.id === id)
  const open = useEffectEvent((kept: Record<string, unknown>) => {
    showColumns(of.page, kept['columns'])
    onOpen(of.read(kept))
  })
  useEffect(() => {
    if (found) open(found.search)
  }, [found])
  if (!views.data || found) return null
  return (
    <Notice tone="warn" title="This view is not there.">
      It was removed, or it is not shared with you. Everything that you may see is shown.
    </Notice>
  )
}
