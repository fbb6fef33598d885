import { createFileRoute } from '@tanstack/react-router'
import { EnrolPage } from '../../../features/enrolment/enrol-page.tsx'
import { defined, strictly, textOf } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/clusters/enrol')({
  staticData: { crumb: 'Add cluster' },
  validateSearch: strictly((search) => defined({ cluster: textOf(search['cluster'], 63) })),
  component: Enrol,
})

function Enrol() {
  return <EnrolPage cluster={Route.useSearch().cluster} />
}
