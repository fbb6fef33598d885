import { createFileRoute } from '@tanstack/react-router'
import { OverviewPage } from '../../features/overview/overview-page.tsx'
import { readOverviewSearch } from '../../features/overview/overview-search.ts'
import { strictly } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/')({
  staticData: { crumb: 'Overview' },
  validateSearch: strictly(readOverviewSearch),
  component: Overview,
})

function Overview() {
  return <OverviewPage search={Route.useSearch()} />
}
