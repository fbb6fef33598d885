import { createFileRoute } from '@tanstack/react-router'
import { readWorkloadSearch } from '../../../features/workloads/workload-filter.ts'
import { WorkloadsPage } from '../../../features/workloads/workloads-page.tsx'

export const Route = createFileRoute('/_console/workloads/')({
  validateSearch: readWorkloadSearch,
  component: Workloads,
})

function Workloads() {
  return <WorkloadsPage search={Route.useSearch()} />
}
