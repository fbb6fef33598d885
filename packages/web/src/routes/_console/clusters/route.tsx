import { createFileRoute, Outlet } from '@tanstack/react-router'

export const Route = createFileRoute('/_console/clusters')({
  codeSplitGroupings: [],
  staticData: { crumb: 'Clusters' },
  component: Outlet,
})
