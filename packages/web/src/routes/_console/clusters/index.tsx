import { createFileRoute } from '@tanstack/react-router'
import { ClustersPage } from '../../../features/clusters/clusters-page.tsx'
import { defined, flagOf, strictly, textOf } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/clusters/')({
  validateSearch: strictly((search) => defined({ q: textOf(search['q']), all: flagOf(search['all']) })),
  component: Clusters,
})

function Clusters() {
  return <ClustersPage search={Route.useSearch()} />
}
