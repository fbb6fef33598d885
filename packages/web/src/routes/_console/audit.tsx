import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '../../features/audit/audit-page.tsx'
import { readAuditSearch } from '../../features/audit/audit-search.ts'
import { strictly } from '../../lib/search.ts'

export const Route = createFileRoute('/_console/audit')({
  staticData: { crumb: 'Audit' },
  validateSearch: strictly(readAuditSearch),
  component: Audit,
})

function Audit() {
  return <AuditPage search={Route.useSearch()} />
}
