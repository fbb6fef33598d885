import { createFileRoute } from '@tanstack/react-router'
import { PoolsPage } from '../../features/pools/pools-page.tsx'

export const Route = createFileRoute('/_console/pools')({ staticData: { crumb: 'Node pools' }, component: PoolsPage })
