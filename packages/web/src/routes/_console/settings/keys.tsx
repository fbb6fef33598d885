import { createFileRoute } from '@tanstack/react-router'
import { Keys } from '../../../features/settings/keys.tsx'

export const Route = createFileRoute('/_console/settings/keys')({
  staticData: { crumb: 'Shortcuts' },
  component: Keys,
})
