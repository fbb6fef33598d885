import { matchQuery } from '@fairlead/control-plane/workload-query/match-query'
import { parseQuery } from '@fairlead/control-plane/workload-query/parse-query'
import { defined } from '../../lib/search.ts'
import type { Inputs } from '../../lib/trpc.ts'
import { isFinal, type Workload } from './phases.ts'
import { sinceTime, type WorkloadFilter } from './workload-search.ts'

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
