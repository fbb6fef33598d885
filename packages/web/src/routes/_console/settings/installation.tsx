import { createFileRoute } from '@tanstack/react-router'
import { Installation } from '../../../features/settings/installation.tsx'

export const Route = createFileRoute('/_console/settings/installation')({
  staticData: { crumb: 'Installation' },
  component: Installation,
})
