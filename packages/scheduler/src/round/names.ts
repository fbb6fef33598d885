import type { Holding, Round } from './round.ts'

interface PlaceNames {
  workloadId: string
  clusterId: string
  nodeIds: string[]
  poolId: string
}

/** The outside names of a holding. */
export function namesOf(round: Round, holding: Holding): PlaceNames {
  const { state, fleet, work } = round
  const nodeIds: string[] = []
  for (const node of holding.nodes) nodeIds.push(state.nodes.table.ids[fleet.node[node]!]!)
  return {
    workloadId: state.workloads.table.ids[work.workload[holding.at]!]!,
    clusterId: state.clusters.table.ids[fleet.clusters[fleet.cluster[holding.nodes[0]!]!]!]!,
    nodeIds,
    poolId: state.pools.table.ids[round.pool]!,
  }
}
