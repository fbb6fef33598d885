import { createFileRoute } from '@tanstack/react-router'
import { OrgPage } from '../../features/org/org-page.tsx'
import { readOrgSearch } from '../../features/org/org-search.ts'

export const Route = createFileRoute('/_console/org')({
  staticData: { crumb: 'Projects & quota' },
  validateSearch: readOrgSearch,
  component: Org,
})

function Org() {
  return <OrgPage search={Route.useSearch()} />
}
