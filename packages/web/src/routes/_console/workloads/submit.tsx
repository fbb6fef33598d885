import { createFileRoute } from '@tanstack/react-router'
import { SubmitPage } from '../../../features/submit/submit-page.tsx'
import { defined, strictly, textOf } from '../../../lib/search.ts'

export const Route = createFileRoute('/_console/workloads/submit')({
  staticData: { crumb: 'Submit' },
  validateSearch: strictly((search) =>
    defined({ from: textOf(search['from'], 63), project: textOf(search['project'], 63) }),
  ),
  component: Submit,
})

function Submit() {
  const { from, project } = Route.useSearch()
  return <SubmitPage from={from} project={project} />
}
