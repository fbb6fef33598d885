import type { NodeSearch } from './node-filter.ts'

export const CLUSTER_TABS = ['nodes', 'usage', 'timeline', 'runs', 'abilities', 'release', 'details'] as const
export type ClusterTab = (typeof CLUSTER_TABS)[number]

export interface ClusterPageSearch extends Omit<NodeSearch, 'cluster'> {
  tab?: ClusterTab
  /** The node whose panel is open. */
  node?: string
}

export type ClusterDialogName = 'pause' | 'revoke' | 'log-policy' | 'labels' | 'token' | 'prune'
