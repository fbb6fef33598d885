import { createFileRoute } from '@tanstack/react-router'
import { Tokens } from '../../../features/settings/tokens.tsx'

export const Route = createFileRoute('/_console/settings/tokens')({
  staticData: { crumb: 'Tokens' },
  component: Tokens,
})
