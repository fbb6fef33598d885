import { createFileRoute } from '@tanstack/react-router'
import { OverviewPage } from '../../features/overview/overview-page.tsx'
import { defined, strictly } from '../../lib/search.ts'
import { readRange } from '../../lib/time-range.ts'

export const Route = createFileRoute('/_console/')({
  staticData: { crumb: 'Overview' },
  validateSearch: strictly((search) => defined({ range: readRange(search['range']) })),
  component: Overview,
})

function Overview() {
  return <OverviewPage range={Route.useSearch().range} />
}
