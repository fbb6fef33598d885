import { createFileRoute } from '@tanstack/react-router'
import { Appearance } from '../../../features/settings/appearance.tsx'

export const Route = createFileRoute('/_console/settings/')({ component: Appearance })
