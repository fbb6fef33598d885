import { matchQuery } from '@fairlead/control-plane/workload-query/match-query'
import { parseQuery } from '@fairlead/control-plane/workload-query/parse-query'
import { defined, flagOf, listOf, oneOf, textOf } from '../../lib/search.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { isFinal, PHASES, type Phase, type Workload } from './phases.ts'

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
  'gpu',
  'cpu',
  'memory',
  'replicas',
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
  })
}

/** The moment that a look back begins, cut to the minute so that the same filter is the same request for a while. */
export function sinceTime(since: Since, now: number): string {
  return new Date(Math.floor((now - HOURS[since] * 3_600_000) / 60_000) * 60_000).toISOString()
}

/** The filter as the API takes it. */
export function listInput(filter: WorkloadFilter, now: number): Inputs['workloads']['list'] {
  return defined({
    query: filter.q !== undefined && parseQuery(filter.q).terms ? filter.q : undefined,
    phase: filter.phase,
    active: filter.active,
    project: filter.project,
    department: filter.department,
    cluster: filter.cluster,
    nodePool: filter.pool,
    since: filter.since ? sinceTime(filter.since, now) : undefined,
  })
}

/**
 * Whether a workload belongs to a filtered list, by the same rules as the API's. Changes arrive one row at a time, and the list must not be
 * read anew for each. `projects` names those of the department that is asked for.
 */
export function matchesFilter(
  workload: Workload,
  filter: WorkloadFilter,
  projects: ReadonlySet<string> | undefined,
  now: number,
  departmentOf: (projectId: string) => string | undefined = () => undefined,
): boolean {
  const { q, phase, active, project, cluster, pool, since } = filter
  const isNamed = (thing: { id: string; name: string } | null, ref: string | undefined) =>
    ref === undefined || thing?.id === ref || thing?.name === ref
  return (
    (q === undefined || matchQuery(parseQuery(q).terms ?? [], workload, now, departmentOf)) &&
    (phase === undefined || phase.includes(workload.status.phase)) &&
    (!active || !isFinal(workload.status.phase)) &&
    isNamed(workload.project, project) &&
    isNamed(workload.cluster, cluster) &&
    isNamed(workload.nodePool, pool) &&
    (projects === undefined || projects.has(workload.project.id)) &&
    (since === undefined || Date.parse(workload.submittedAt) >= Date.parse(sinceTime(since, now)))
  )
}

/** True when nothing is filtered. */
export function isUnfiltered(filter: WorkloadFilter): boolean {
  const { q, phase, active, project, department, cluster, pool, since } = filter
  return [q, phase, active, project, department, cluster, pool, since].every((value) => value === undefined)
}
