import { createFileRoute } from '@tanstack/react-router'
import { UsagePage } from '../../features/usage/usage-page.tsx'
import { readUsageSearch } from '../../features/usage/usage-search.ts'
import { strictly } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/usage')({
  staticData: { crumb: 'Usage' },
  validateSearch: strictly(readUsageSearch),
  component: Usage,
})

function Usage() {
  return <UsagePage search={Route.useSearch()} />
}
