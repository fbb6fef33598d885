import { createFileRoute } from '@tanstack/react-router'
import { useMemo } from 'react'
import { WorkloadPage } from '../../../features/workloads/workload-page.tsx'
import { WORKLOAD_TABS } from '../../../features/workloads/workload-tabs.ts'
import { defined, oneOf, strictly, textOf } from '../../../lib/search.ts'
import { readRange } from '../../../lib/time-range.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_console/workloads/$workload')({
  validateSearch: strictly((search) =>
    defined({
      tab: oneOf(search['tab'], WORKLOAD_TABS),
      range: readRange(search['range']),
      run: textOf(search['run'], 36),
      line: textOf(search['line'], 60),
    }),
  ),
  loader: async ({ context, params }) => {
    const workload = await context.queryClient.ensureQueryData(trpc.workloads.get.queryOptions(params))
    return { crumb: workload.name }
  },
  component: Workload,
})

function Workload() {
  const { workload } = Route.useParams()
  const { tab, run, line } = Route.useSearch()
  const linked = useMemo(() => (line === undefined ? undefined : { run, line }), [run, line])
  return <WorkloadPage key={workload} id={workload} tab={tab} linked={linked} />
}
