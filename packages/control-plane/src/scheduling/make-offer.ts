import {
  planRound,
  withDeltas,
  type Explanation,
  type Policy,
  type RoundInputs,
  type SchedulerState,
  type WorkloadUpsert,
} from '@fairlead/scheduler'

export interface OfferRequest {
  /** One copy. */
  workload: WorkloadUpsert
  /** Where to look: in these pools, and there in each of these clusters that has nodes of the pool. */
  poolIds: readonly string[]
  clusterIds: readonly string[]
  copiesMax: number
}

/** How many copies the next round would start in one cluster out of one pool, if they were the only new ones. */
export interface Offer {
  poolId: string
  clusterId: string
  /** In room that is free. */
  now: number
  /** Beyond that, in room that others would have to give back. */
  afterPreemption: number
  /** Runs that would be stopped for those. */
  preemptions: number
  /** Why not even one more fits. */
  explanation?: Explanation
}

/** Tries copies of a workload, cluster by cluster and pool by pool: one round for each. Leaves the state as it is. */
export function makeOffer(
  state: SchedulerState,
  policy: Policy,
  inputs: RoundInputs,
  { workload, poolIds, clusterIds, copiesMax }: OfferRequest,
): Offer[] {
  return poolIds.flatMap((poolId) =>
    clusterIds
      .filter((clusterId) => hasNodes(state, poolId, clusterId))
      .map((clusterId): Offer => {
        const classKey = `\u0000offer ${workload.id}`
        const copies = Array.from({ length: copiesMax }, (_, index) => ({
          ...workload,
          id: `${workload.id} ${String(index).padStart(4, '0')}`,
          classKey,
          poolId,
          clusterIds: [clusterId],
        }))
        const ids = new Set(copies.map(({ id }) => id))
        return withDeltas(state, copies, () => {
          const plan = planRound(state, { ...policy, explain: true }, { ...inputs, explainOnly: classKey })
          const explanation = plan.waits.get(classKey)
          return {
            poolId,
            clusterId,
            now: plan.assignments.filter(({ workloadId }) => ids.has(workloadId)).length,
            afterPreemption: plan.nominations.filter(({ workloadId }) => ids.has(workloadId)).length,
            preemptions: plan.preemptions.filter(({ forWorkloadId }) => ids.has(forWorkloadId)).length,
            ...(explanation === undefined ? {} : { explanation }),
          }
        })
      }),
  )
}

function hasNodes({ nodes }: SchedulerState, poolId: string, clusterId: string): boolean {
  return nodes.upserts.some(
    (node, number) => nodes.table.known[number] === 1 && node?.poolId === poolId && node.clusterId === clusterId,
  )
}
