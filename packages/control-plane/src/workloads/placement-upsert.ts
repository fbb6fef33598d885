import type { LabelRule, WorkloadUpsert } from '@fairlead/scheduler'
import type { StoredSpec } from './stored-spec.ts'

type Placement = Pick<
  WorkloadUpsert,
  | 'fallbackPoolIds'
  | 'clusterIds'
  | 'nodeSelector'
  | 'tolerations'
  | 'nodeRules'
  | 'nodePreferences'
  | 'clusterRules'
  | 'topology'
  | 'apartBy'
  | 'near'
  | 'apart'
>

/** Where a workload may be as the engine is told: its own wishes, and the rules of its project besides. */
export function placementUpsert(placement: StoredSpec['placement'], ofProject: readonly LabelRule[]): Placement {
  const {
    fallbackPoolIds,
    clusterIds,
    nodeSelector,
    tolerations,
    nodeRules,
    nodePreferences,
    topology,
    apartBy,
    near,
    apart,
  } = placement
  const clusterRules = [...ofProject, ...(placement.clusterRules ?? [])]
  return {
    ...(isGiven(fallbackPoolIds) ? { fallbackPoolIds } : {}),
    clusterIds,
    nodeSelector,
    tolerations: tolerations.map(({ effect, ...toleration }) => ({ ...toleration, ...(effect ? { effect } : {}) })),
    ...(clusterRules.length > 0 ? { clusterRules } : {}),
    ...(isGiven(nodeRules) ? { nodeRules } : {}),
    ...(isGiven(nodePreferences) ? { nodePreferences } : {}),
    ...(topology === undefined ? {} : { topology: levelsOf(topology) }),
    ...(apartBy === undefined ? {} : { apartBy }),
    ...(isGiven(near) ? { near } : {}),
    ...(isGiven(apart) ? { apart } : {}),
  }
}

/** Whether its place depends on the labels of other workloads. */
export function looksForLabels({ near, apart }: StoredSpec['placement']): boolean {
  return isGiven(near) || isGiven(apart)
}

function isGiven<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0
}

function levelsOf({ required, preferred }: NonNullable<StoredSpec['placement']['topology']>) {
  return { ...(required === undefined ? {} : { required }), ...(preferred === undefined ? {} : { preferred }) }
}
