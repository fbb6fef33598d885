import { createFileRoute } from '@tanstack/react-router'
import { Sizes } from '../../../features/settings/sizes.tsx'

export const Route = createFileRoute('/_console/settings/sizes')({ staticData: { crumb: 'Sizes' }, component: Sizes })
