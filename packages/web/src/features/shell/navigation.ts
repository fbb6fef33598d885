import {
  IconBinaryTree2,
  IconChartBar,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconPlugConnected,
  IconServer2,
  IconSettings,
  IconStack2,
  IconTopologyStar3,
} from '@tabler/icons-react'

/** Pages of the console in the order of the navigation. `permission` is the least that opening it needs. */
export const PAGES = [
  { to: '/', name: 'Overview', icon: IconLayoutDashboard, keys: 'g o', permission: 'organization:read', group: 'work' },
  {
    to: '/workloads',
    name: 'Workloads',
    icon: IconListDetails,
    keys: 'g w',
    permission: 'workload:read',
    group: 'work',
  },
  { to: '/queues', name: 'Queues', icon: IconStack2, keys: 'g q', permission: 'quota:read', group: 'work' },
  {
    to: '/connections',
    name: 'Connections',
    icon: IconPlugConnected,
    keys: 'g n',
    permission: 'connection:read',
    group: 'work',
  },
  { to: '/clusters', name: 'Clusters', icon: IconServer2, keys: 'g c', permission: 'cluster:read', group: 'capacity' },
  {
    to: '/pools',
    name: 'Node pools',
    icon: IconTopologyStar3,
    keys: 'g p',
    permission: 'node-pool:read',
    group: 'capacity',
  },
  {
    to: '/org',
    name: 'Projects & quota',
    icon: IconBinaryTree2,
    keys: 'g d',
    permission: 'quota:read',
    group: 'capacity',
  },
  { to: '/usage', name: 'Usage', icon: IconChartBar, keys: 'g b', permission: 'workload:read', group: 'capacity' },
  { to: '/audit', name: 'Audit', icon: IconHistory, keys: 'g a', permission: 'audit:read', group: 'site' },
  { to: '/settings', name: 'Settings', icon: IconSettings, keys: 'g s', permission: undefined, group: 'site' },
] as const
