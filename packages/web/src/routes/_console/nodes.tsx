import { createFileRoute } from '@tanstack/react-router'
import { readNodeSearch } from '../../features/clusters/node-filter.ts'
import { readNodeTopAhead } from '../../features/clusters/node-top.ts'
import { NodesPage } from '../../features/clusters/nodes-page.tsx'
import { defined, strictly, textOf } from '../../lib/search.ts'
import { readRange } from '../../lib/time-range.ts'
import { trpc } from '../../lib/trpc.ts'

export const Route = createFileRoute('/_console/nodes')({
  staticData: { crumb: 'Nodes' },
  validateSearch: strictly((search) =>
    defined({ ...readNodeSearch(search), node: textOf(search['node'], 36), range: readRange(search['range']) }),
  ),
  loader: ({ context }) => {
    void import('../../features/clusters/node-list.tsx')
    void import('../../features/clusters/node-heat-section.tsx')
    void context.queryClient.prefetchQuery(trpc.nodes.list.queryOptions({}))
    readNodeTopAhead(context.queryClient)
  },
  component: Nodes,
})

function Nodes() {
  return <NodesPage search={Route.useSearch()} />
}
