import { createFileRoute, Outlet } from '@tanstack/react-router'

export const Route = createFileRoute('/_console/workloads')({
  codeSplitGroupings: [],
  staticData: { crumb: 'Workloads' },
  component: Outlet,
})
