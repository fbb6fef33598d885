import { createFileRoute } from '@tanstack/react-router'
import { SetupPage } from '../features/identity/setup-page.tsx'

export const Route = createFileRoute('/setup')({ component: SetupPage })
