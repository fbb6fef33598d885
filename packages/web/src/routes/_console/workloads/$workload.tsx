import { createFileRoute } from '@tanstack/react-router'
import { WorkloadPage } from '../../../features/workloads/workload-page.tsx'
import { WORKLOAD_TABS } from '../../../features/workloads/workload-tabs.ts'
import { defined, oneOf, strictly } from '../../../lib/search.ts'
import { readRange } from '../../../lib/time-range.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_console/workloads/$workload')({
  validateSearch: strictly((search) =>
    defined({ tab: oneOf(search['tab'], WORKLOAD_TABS), range: readRange(search['range']) }),
  ),
  loader: async ({ context, params }) => {
    const workload = await context.queryClient.ensureQueryData(trpc.workloads.get.queryOptions(params))
    return { crumb: workload.name }
  },
  component: Workload,
})

function Workload() {
  const { workload } = Route.useParams()
  return <WorkloadPage key={workload} id={workload} tab={Route.useSearch().tab} />
}
