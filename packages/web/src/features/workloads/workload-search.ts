import { defined, flagOf, listOf, oneOf, textOf } from '../../lib/search.ts'
import { PHASES, type Phase } from './phases.ts'

/** Names of times to look back, as the address has them. */
export const SINCE = ['1h', '6h', '24h', '7d', '30d'] as const
export type Since = (typeof SINCE)[number]
const HOURS: Record<Since, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 }

/** Characters of a query, as the API takes it. */
export const QUERY_MAX = 500

/** Which workloads a list shows, as it stands in the address. */
export interface WorkloadFilter {
  /** A query, or as its least a part of the name. */
  q?: string
  phase?: Phase[]
  /** Only unfinished ones. */
  active?: true
  project?: string
  department?: string
  cluster?: string
  pool?: string
  since?: Since
}

export const SORTS = [
  'name',
  'status',
  'kind',
  'progress',
  'project',
  'priority',
  'preemptible',
  'gpu',
  'cpu',
  'memory',
  'replicas',
  'ready',
  'submitted',
  'started',
  'finished',
  'cluster',
  'pool',
  'user',
  'failures',
  'preemptions',
] as const
export type SortColumn = (typeof SORTS)[number]

export interface WorkloadSearch extends WorkloadFilter {
  sort?: SortColumn
  /** Smallest first. */
  asc?: true
  /** A saved view to open: what it shows takes the place of this address. */
  view?: string
  /** The workload that is open beside the list. */
  panel?: string
}

/** What the address says, field by field; what makes no sense is dropped. */
export function readWorkloadSearch(search: Record<string, unknown>): WorkloadSearch {
  return defined({
    q: textOf(search['q'], QUERY_MAX),
    phase: listOf(search['phase'], PHASES),
    active: flagOf(search['active']),
    project: textOf(search['project'], 63),
    department: textOf(search['department'], 63),
    cluster: textOf(search['cluster'], 63),
    pool: textOf(search['pool'], 63),
    since: oneOf(search['since'], SINCE),
    sort: oneOf(search['sort'], SORTS),
    asc: flagOf(search['asc']),
    view: textOf(search['view'], 36),
    panel: textOf(search['panel'], 63),
  })
}

/** The moment that a look back begins, cut to the minute so that the same filter is the same request for a while. */
export function sinceTime(since: Since, now: number): string {
  return new Date(Math.floor((now - HOURS[since] * 3_600_000) / 60_000) * 60_000).toISOString()
}
