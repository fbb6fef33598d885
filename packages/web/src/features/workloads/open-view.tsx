import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { Notice } from '../../components/states/notice.tsx'
import { trpc } from '../../lib/trpc.ts'
import { showColumns } from './view-columns.ts'
import { readWorkloadSearch, type WorkloadSearch } from './workload-filter.ts'

/** Follows a link to a saved view. One that is gone, or that the reader may not see, says so. */
export function OpenView({ id, onOpen }: { id: string; onOpen: (search: WorkloadSearch) => void }) {
  const views = useQuery(trpc.views.list.queryOptions({ page: 'workloads' }))
  const found = views.data?.items.find((view) => view.id === id)
  const open = useEffectEvent((kept: Record<string, unknown>) => {
    showColumns(kept['columns'])
    const { view: _view, ...search } = readWorkloadSearch(kept)
    onOpen(search)
  })
  useEffect(() => {
    if (found) open(found.search)
  }, [found])
  if (!views.data || found) return null
  return (
    <Notice tone="warn" title="This view is not there.">
      It was removed, or it is not shared with you. All workloads that you may see are shown.
    </Notice>
  )
}
