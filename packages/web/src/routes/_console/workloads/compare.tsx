import { createFileRoute } from '@tanstack/react-router'
import { ComparePage } from '../../../features/compare/compare-page.tsx'
import { readCompareSearch } from '../../../features/compare/compare-search.ts'
import { strictly } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/workloads/compare')({
  staticData: { crumb: 'Compare' },
  validateSearch: strictly(readCompareSearch),
  component: Compare,
})

function Compare() {
  return <ComparePage search={Route.useSearch()} />
}
