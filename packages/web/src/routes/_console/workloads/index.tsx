import { createFileRoute } from '@tanstack/react-router'
import { readWorkloadSearch } from '../../../features/workloads/workload-search.ts'
import { WorkloadsPage } from '../../../features/workloads/workloads-page.tsx'
import { strictly } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/workloads/')({
  validateSearch: strictly(readWorkloadSearch),
  component: Workloads,
})

function Workloads() {
  return <WorkloadsPage search={Route.useSearch()} />
}
