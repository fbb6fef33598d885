import { createFileRoute } from '@tanstack/react-router'
import { ConnectionsPage } from '../../features/connections/connections-page.tsx'
import { defined, strictly, textOf } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/connections')({
  staticData: { crumb: 'Connections' },
  validateSearch: strictly((search) => defined({ project: textOf(search['project'], 63) })),
  component: Connections,
})

function Connections() {
  return <ConnectionsPage project={Route.useSearch().project} />
}
