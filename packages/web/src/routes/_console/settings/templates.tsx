import { createFileRoute } from '@tanstack/react-router'
import { Templates } from '../../../features/settings/templates.tsx'

export const Route = createFileRoute('/_console/settings/templates')({
  staticData: { crumb: 'Templates' },
  component: Templates,
})
