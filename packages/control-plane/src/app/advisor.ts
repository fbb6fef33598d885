import type { WorkloadChange, WorkloadUpsert } from '@fairlead/scheduler'

/** One thing to change, for machines: see `Change` of the engine. */
export type AdvisedChange =
  | { kind: 'workload'; workloadId: string; set: WorkloadChange }
  | {
      kind: 'quota'
      queueId: string
      poolId: string
      resource: string
      field: 'deserved' | 'limit' | 'borrowLimit' | 'lendLimit' | 'userLimits'
      from: number | null
      to: number | null
    }
  | { kind: 'cluster'; clusterId: string; set: 'resumed' | 'connected' }
  | { kind: 'node'; nodeId: string; set: 'schedulable' }
  | {
      kind: 'add-nodes'
      count: number
      poolId: string
      clusterId: string
      allocatable: Readonly<Record<string, number>>
    }
  | { kind: 'wait'; until: number; workloadIds: string[] }

/** A change with which waiting work starts, as the engine found when it tried. */
export interface Advice {
  code: string
  text: string
  /** Who may do it; `nobody`: it comes by itself. */
  by: 'owner' | 'admin' | 'nobody'
  outcome: 'STARTS' | 'STARTS_AFTER_PREEMPTION'
  /** Runs that would be stopped for it. */
  preempts: number
  changes: AdvisedChange[]
}

export interface Advisor {
  /**
   * What would make a queued workload start, least intrusive first. Undefined: not worked out when the signal aborted; it goes on
   * meanwhile, and the next to ask finds it. `unsubmitted`: the workload itself, where nobody has submitted it.
   */
  suggest(
    organizationId: string,
    workloadId: string,
    signal: AbortSignal,
    unsubmitted?: WorkloadUpsert,
  ): Promise<Advice[] | undefined>
  /** Why no waiting will ever start it as the fleet stands, in one sentence; undefined when it could start, and where that is not known. */
  objectTo(organizationId: string, workload: WorkloadUpsert): Promise<string | undefined>
}
