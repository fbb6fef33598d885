import { defined, flagOf, oneOf, textOf } from '../../lib/search.ts'
import { readRange, type RangeText } from '../../lib/time-range.ts'

export const USAGE_BY = ['project', 'user', 'department', 'pool', 'cluster'] as const
export type UsageBy = (typeof USAGE_BY)[number]
export const USAGE_BY_LABELS: Record<UsageBy, string> = {
  project: 'Project',
  user: 'User',
  department: 'Department',
  pool: 'Node pool',
  cluster: 'Cluster',
}

/** What the usage page shows, as it stands in the address. */
export interface UsageSearch {
  range?: RangeText
  by?: UsageBy
  resource?: 'cpu'
  project?: string
  department?: string
  cluster?: string
  pool?: string
  user?: string
  /** Months are shown beside each other. */
  months?: true
}

export function readUsageSearch(search: Record<string, unknown>): UsageSearch {
  return defined({
    range: readRange(search['range']),
    by: oneOf(search['by'], USAGE_BY),
    resource: oneOf(search['resource'], ['cpu'] as const),
    project: textOf(search['project'], 63),
    department: textOf(search['department'], 63),
    cluster: textOf(search['cluster'], 63),
    pool: textOf(search['pool'], 63),
    user: textOf(search['user'], 254),
    months: flagOf(search['months']),
  })
}
