import { createFileRoute, Outlet } from '@tanstack/react-router'

export const Route = createFileRoute('/_console/workloads')({ staticData: { crumb: 'Workloads' }, component: Outlet })
