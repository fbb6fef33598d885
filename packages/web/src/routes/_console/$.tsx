import { createFileRoute } from '@tanstack/react-router'
import { PageNotFound } from '../../features/shell/not-found.tsx'

export const Route = createFileRoute('/_console/$')({
  staticData: { crumb: 'Not found' },
  component: PageNotFound,
})
