import type { WorkloadSpec } from '@fairlead/sdk'
import type { Command } from 'commander'
import { defined } from './defined.ts'
import { list } from './parse-options.ts'
import { toleration, type Toleration } from './parse-toleration.ts'
import { neighbours, rules, type LabelRule } from './parse-rule.ts'

type Neighbours = { level: string; labels: Record<string, string> }

/** Where the replicas of a job may stand, as options of `fairlead run`. */
export interface PlacementOptions {
  fallbackPool?: string[]
  clusterRule?: LabelRule[]
  nodeRule?: LabelRule[]
  together?: string
  preferTogether?: string
  apartBy?: string
  near?: Neighbours[]
  apart?: Neighbours[]
  toleration?: Toleration[]
}

/** Adds those options to a command. */
export function withPlacementOptions(command: Command): Command {
  return command
    .option('--fallback-pool <name>', 'node pool to try when the first has no room; several: in this order', list)
    .option('--cluster-rule <rule>', 'only in clusters whose labels pass, such as "region in (eu,uk)"', rules)
    .option('--node-rule <rule>', 'only on nodes whose labels pass, such as "cores>32"', rules)
    .option('--toleration <taint>', 'also on nodes with this taint: key=value:NoSchedule, or key', toleration)
    .option('--together <label>', 'all replicas in one domain of this label of nodes')
    .option('--prefer-together <label>', 'the same if it can be, else in one domain of a farther level')
    .option('--apart-by <level>', 'no two replicas on the same node, or in the same domain of a label')
    .option('--near <level:labels>', 'with jobs of the project that have these labels: zone:app=cache', neighbours)
    .option('--apart <level:labels>', 'away from jobs of the project that have these labels: node:app=web', neighbours)
}

/** The options as fields of a placement. */
export function placementFields(options: PlacementOptions): Partial<NonNullable<WorkloadSpec['placement']>> {
  const { fallbackPool, clusterRule, nodeRule, together, preferTogether, apartBy, near, apart, toleration } = options
  const topology = defined({ required: together, preferred: preferTogether })
  return defined({
    fallbackPools: fallbackPool,
    clusterRules: clusterRule,
    nodeRules: nodeRule,
    topology: Object.keys(topology).length > 0 ? topology : undefined,
    tolerations: toleration,
    apartBy,
    near,
    apart,
  })
}
