import { createFileRoute } from '@tanstack/react-router'
import { Roles } from '../../../features/settings/roles.tsx'

export const Route = createFileRoute('/_console/settings/roles')({ staticData: { crumb: 'Roles' }, component: Roles })
