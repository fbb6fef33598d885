import { createFileRoute, Outlet } from '@tanstack/react-router'

export const Route = createFileRoute('/_console/clusters')({ staticData: { crumb: 'Clusters' }, component: Outlet })
