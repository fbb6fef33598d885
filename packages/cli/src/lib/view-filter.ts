import type { JobFilter, Phase, View, Workload } from '@fairlead/sdk'
import { InvalidArgumentError } from 'commander'
import { defined } from './defined.ts'
import { pastTime } from './parse-options.ts'

/** What a view shows, for a list of jobs. What a newer console kept in it, and this version does not know, is passed over. */
export interface ViewFilter {
  filter: JobFilter
  /** Undefined: newest first. */
  compare: ((a: Workload, b: Workload) => number) | undefined
}

type Value = string | number | null | undefined

/** Columns of the console by which a list may be in order. */
const SORTS: Readonly<Record<string, (job: Workload) => Value>> = {
  name: (job) => job.name,
  status: (job) => job.status.phase,
  kind: (job) => job.kind,
  progress: (job) => job.progress,
  project: (job) => job.project.name,
  priority: (job) => job.priority,
  preemptible: (job) => Number(job.preemptible),
  gpu: (job) => (job.requests['gpu'] ?? 0) * job.replicas,
  cpu: (job) => (job.requests['cpu'] ?? 0) * job.replicas,
  memory: (job) => (job.requests['memory'] ?? 0) * job.replicas,
  replicas: (job) => job.replicas,
  ready: (job) => job.replicasRunning,
  submitted: (job) => job.submittedAt,
  started: (job) => job.startedAt,
  finished: (job) => job.finishedAt,
  cluster: (job) => job.cluster?.name,
  pool: (job) => job.nodePool.name,
  user: (job) => job.createdBy.name,
  failures: (job) => job.failures,
  preemptions: (job) => job.preemptions,
}

/** The state of the console's list as a filter of `fairlead ps`. */
export function viewFilter({ search }: Pick<View, 'search'>): ViewFilter {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? search[name] : undefined)
  const phases = Array.isArray(search['phase']) ? (search['phase'] as Phase[]) : undefined
  const key = SORTS[text('sort') ?? '']
  const isAscending = search['asc'] === true
  return {
    filter: defined({
      query: text('q'),
      phase: phases,
      active: search['active'] === true ? true : undefined,
      project: text('project'),
      department: text('department'),
      cluster: text('cluster'),
      nodePool: text('pool'),
      since: sinceOf(text('since')),
    }),
    compare: key && ((a, b) => (isAscending ? byValue(key(a), key(b)) : byValue(key(b), key(a)))),
  }
}

function sinceOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return pastTime(text)
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined
    throw error
  }
}

/** What is not known stands below all that is. */
function byValue(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  return a < b ? -1 : 1
}
