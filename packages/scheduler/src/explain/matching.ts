import {
  avoidedClusters,
  BARRED,
  isClusterWanted,
  labelMembers,
  nodesInAll,
  taintVerdict,
} from '../placement/constraints.ts'
import { meetsRules } from '../placement/label-rules.ts'
import type { LabelRule } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'
import type { Constraint } from '../state/shapes.ts'
import { ruleText } from './words.ts'

/** Which nodes meet a constraint, whatever their size and state, and where the others are lost. */
export interface Matching {
  nodes: number
  inOtherClusters: number
  /** Of those, in clusters that it lists or that any list would hold, but whose labels its rules turn away. */
  outOfRules: number
  unlabelled: number
  /** Labels asked for and how many nodes miss each, in the order of the selector. */
  missing: { label: string; count: number }[]
  tainted: number
  /** The taint that turns most nodes away. */
  taint: string
  /** State numbers of clusters that are not to be tried yet. */
  avoided: ReadonlySet<number>
  /** In the order of their ids. */
  matching: number[]
}

export function matchNodes(round: Round, k: number): Matching {
  const { state, fleet, work } = round
  const spec = state.constraints.specs[state.shapes.constraint[state.classes.shape[work.stateClass[k]!]!]!]!
  const isWanted = Array.from(fleet.clusters, (c) => isClusterWanted(state, spec, c))
  const isAnyWanted = isWanted.every(Boolean)
  const inWanted = isAnyWanted ? fleet.count : countIn(fleet, isWanted)
  const labelled = labelledNodes(state.nodes.byLabel, fleet, spec).filter(
    (n) =>
      isWanted[fleet.cluster[n]!] &&
      (spec.nodeRules.length === 0 || meetsRules(state.nodes.upserts[fleet.node[n]!]!.labels, spec.nodeRules)),
  )
  const { tainted, taint, matching } = sortOutTainted(round, spec, labelled)
  return {
    nodes: fleet.count,
    inOtherClusters: fleet.count - inWanted,
    outOfRules: isAnyWanted || spec.clusterRules.length === 0 ? 0 : outOfRules(round, spec),
    unlabelled: inWanted - labelled.length,
    missing: [
      ...spec.selector.map(([label, value]) => ({
        label: `${label}=${value}`,
        count: inWanted - countLabel(round, label, value, isAnyWanted ? undefined : isWanted),
      })),
      ...spec.nodeRules.map((rule) => ({ label: ruleText(rule), count: countFailing(round, rule, isWanted) })),
    ],
    tainted,
    taint,
    avoided: new Set(avoidedClusters(state, work.stateClass[k]!, round.now)),
    matching,
  }
}

/** Nodes in clusters that the constraint would allow but for its rules on labels of clusters. */
function outOfRules({ state, fleet }: Round, spec: Constraint): number {
  let count = 0
  for (let n = 0; n < fleet.count; n++) {
    const cluster = fleet.clusters[fleet.cluster[n]!]!
    const isListed = spec.clusterIds.length === 0 || spec.clusterIds.includes(state.clusters.table.ids[cluster]!)
    if (isListed && !isClusterWanted(state, spec, cluster)) count++
  }
  return count
}

function countFailing({ state, fleet }: Round, rule: LabelRule, isWanted: readonly boolean[]): number {
  let count = 0
  for (let n = 0; n < fleet.count; n++) {
    if (isWanted[fleet.cluster[n]!] && !meetsRules(state.nodes.upserts[fleet.node[n]!]!.labels, [rule])) count++
  }
  return count
}

function countIn(fleet: Fleet, isWanted: readonly boolean[]): number {
  let count = 0
  for (let n = 0; n < fleet.count; n++) if (isWanted[fleet.cluster[n]!]) count++
  return count
}

function labelledNodes(byLabel: Parameters<typeof labelMembers>[0], fleet: Fleet, spec: Constraint): number[] {
  const members = labelMembers(byLabel, spec)
  if (members !== undefined) return nodesInAll(fleet, members).sort((a, b) => a - b)
  return Array.from({ length: fleet.count }, (_, n) => n)
}

/** How many nodes of the pool have a label; counted once in a round where all clusters are wanted. */
function countLabel(round: Round, label: string, value: string, isWanted: readonly boolean[] | undefined): number {
  const key = `${label}=${value}`
  const known = isWanted === undefined ? round.labelCounts.get(key) : undefined
  if (known !== undefined) return known
  const set = round.state.nodes.byLabel.get(label)?.get(value)
  let count = 0
  for (const node of set ?? []) {
    const n = round.fleet.local[node]!
    if (n >= 0 && (isWanted === undefined || isWanted[round.fleet.cluster[n]!])) count++
  }
  if (isWanted === undefined) round.labelCounts.set(key, count)
  return count
}

function sortOutTainted(
  round: Round,
  spec: Constraint,
  labelled: readonly number[],
): Pick<Matching, 'tainted' | 'taint' | 'matching'> {
  const { taintSets, taintSet: setOf } = round.state.nodes
  const verdicts = taintSets.map((taints) => taintVerdict(taints, spec.tolerations))
  const turnedAway = new Map<number, number>()
  const matching: number[] = []
  for (const n of labelled) {
    const taintSet = setOf[round.fleet.node[n]!]!
    if (verdicts[taintSet] === BARRED) turnedAway.set(taintSet, (turnedAway.get(taintSet) ?? 0) + 1)
    else matching.push(n)
  }
  let most = 0
  let taint = ''
  for (const [taintSet, count] of turnedAway) {
    if (count <= most) continue
    most = count
    const barring = taintSets[taintSet]!.find((one) => taintVerdict([one], spec.tolerations) === BARRED)!
    taint = `${barring.key}${barring.value === '' ? '' : `=${barring.value}`}:${barring.effect}`
  }
  return { tainted: labelled.length - matching.length, taint, matching }
}
