import { createFileRoute } from '@tanstack/react-router'
import { ClusterPage } from '../../../features/clusters/cluster-page.tsx'
import { readNodeSearch } from '../../../features/clusters/node-filter.ts'
import { readNodeTopAhead } from '../../../features/clusters/node-top.ts'
import { CLUSTER_TABS } from '../../../features/clusters/cluster-tabs.ts'
import { defined, oneOf, strictly, textOf } from '../../../lib/search.ts'
import { readRange } from '../../../lib/time-range.ts'
import { trpc } from '../../../lib/trpc.ts'

export const Route = createFileRoute('/_console/clusters/$cluster')({
  validateSearch: strictly((search) => {
    const { cluster: _all, ...nodes } = readNodeSearch(search)
    return defined({
      ...nodes,
      tab: oneOf(search['tab'], CLUSTER_TABS),
      node: textOf(search['node'], 253),
      range: readRange(search['range']),
    })
  }),
  loader: async ({ context, params }) => {
    void import('../../../features/clusters/node-heat-section.tsx')
    void context.queryClient.prefetchQuery(trpc.nodes.list.queryOptions(params))
    readNodeTopAhead(context.queryClient)
    const cluster = await context.queryClient.ensureQueryData(trpc.clusters.get.queryOptions(params))
    return { crumb: cluster.name }
  },
  component: ClusterRoute,
})

function ClusterRoute() {
  const { cluster } = Route.useParams()
  return <ClusterPage key={cluster} name={cluster} search={Route.useSearch()} />
}
