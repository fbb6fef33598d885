import { createFileRoute } from '@tanstack/react-router'
import { Users } from '../../../features/settings/users.tsx'

export const Route = createFileRoute('/_console/settings/users')({ staticData: { crumb: 'Users' }, component: Users })
