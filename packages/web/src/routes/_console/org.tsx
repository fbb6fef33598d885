import { createFileRoute } from '@tanstack/react-router'
import { OrgPage } from '../../features/org/org-page.tsx'
import { readOrgSearch } from '../../features/org/org-search.ts'
import { strictly } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/org')({
  staticData: { crumb: 'Projects & quota' },
  validateSearch: strictly(readOrgSearch),
  component: Org,
})

function Org() {
  return <OrgPage search={Route.useSearch()} />
}
