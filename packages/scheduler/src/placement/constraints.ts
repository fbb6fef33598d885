import type { LabelRule, Taint, Toleration } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import { AWAY, NOMINATED, WAITING, type Work } from '../round/work.ts'
import type { Constraint } from '../state/shapes.ts'
import type { SchedulerState } from '../state/state.ts'
import { meetsRule, meetsRules } from './label-rules.ts'
import { openLikings, type Likings } from './likings.ts'

/** Values of a constraint's mask over nodes. */
export const BARRED = 0
export const ALLOWED = 1
/** Allowed, but tainted `PreferNoSchedule` without a toleration: only when nothing else has room. */
export const DISLIKED = 2

/** Nodes are listed one by one for constraints that so few of them meet. */
const NARROW_COUNT_MAX = 32

/**
 * Which open nodes of the pool a class may stand on, shared by all classes with the same constraint: a verdict for each
 * node, or, where few are allowed, only those.
 */
export type NodeMask =
  | { mask: Uint8Array; narrow: undefined }
  | { mask: undefined; narrow: Int32Array; narrowVerdicts: Uint8Array }

/** The verdict on one node. */
export function verdictOn(nodes: NodeMask, node: number): number {
  if (nodes.mask !== undefined) return nodes.mask[node]!
  const at = nodes.narrow.indexOf(node)
  return at === -1 ? BARRED : nodes.narrowVerdicts[at]!
}

export interface Constraints {
  masks: NodeMask[]
  /** Mask number by local class; -1 for classes that nobody waits in. */
  ofClass: Int32Array
  /** Undefined when nobody who waits has preferences among nodes. */
  likings: Likings | undefined
}

/** Evaluates labels, taints, clusters and avoided clusters once for each distinct constraint that somebody waits with. */
export function openConstraints(state: SchedulerState, fleet: Fleet, work: Work, now: number): Constraints {
  const ofClass = new Int32Array(work.classCount).fill(-1)
  const isWanted = new Uint8Array(work.classCount)
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]!
    if (status === WAITING || status === NOMINATED || status === AWAY) isWanted[work.class[at]!] = 1
  }
  markSizes(work, isWanted)
  const masks: NodeMask[] = []
  const index = new Map<string, number>()
  for (let k = 0; k < work.classCount; k++) {
    if (isWanted[k] === 0) continue
    const number = work.stateClass[k]!
    const constraint = state.shapes.constraint[state.classes.shape[number]!]!
    const avoided = avoidedClusters(state, number, now)
    const key = `${constraint} ${avoided.join()}`
    let mask = index.get(key)
    if (mask === undefined) {
      mask = masks.push(evaluate(state, fleet, state.constraints.specs[constraint]!, avoided)) - 1
      index.set(key, mask)
    }
    ofClass[k] = mask
  }
  return { masks, ofClass, likings: openLikings(state, fleet, work, isWanted) }
}

/** Elastic work asks for what it could ever hold, whatever it holds, and may start with the size that another has. */
function markSizes(work: Work, isWanted: Uint8Array): void {
  if (work.sizes === undefined) return
  for (let k = 0; k < work.classCount; k++) {
    if (work.base[k] === k) continue
    isWanted[k] = 1
    isWanted[work.base[k]!] = 1
  }
}

/** State numbers of the clusters that a class must not try yet, ascending. */
export function avoidedClusters(state: SchedulerState, classNumber: number, now: number): number[] {
  const avoided: number[] = []
  for (const { clusterId, until } of state.classes.specs[classNumber]!.avoid) {
    const cluster = state.clusters.table.index.get(clusterId)
    if (cluster !== undefined && until > now) avoided.push(cluster)
  }
  return avoided.sort((a, b) => a - b)
}

function evaluate(state: SchedulerState, fleet: Fleet, spec: Constraint, avoided: readonly number[]): NodeMask {
  const { nodes } = state
  const isClusterAllowed = allowedClusters(state, fleet, spec, avoided)
  const byTaints = new Int8Array(nodes.taintSets.length).fill(-1)
  const allowed: number[] = []
  function consider(n: number): void {
    if (fleet.isOpen[n] === 0 || isClusterAllowed[fleet.cluster[n]!] === 0) return
    if (rules.length > 0 && !meetsRules(nodes.upserts[fleet.node[n]!]!.labels, rules)) return
    if (verdictOf(n) !== BARRED) allowed.push(n)
  }
  function verdictOf(n: number): number {
    const taintSet = nodes.taintSet[fleet.node[n]!]!
    if (byTaints[taintSet] === -1) byTaints[taintSet] = taintVerdict(nodes.taintSets[taintSet]!, spec.tolerations)
    return byTaints[taintSet]!
  }
  // What `In` asks for is in the members already.
  const rules = spec.nodeRules.filter(({ operator }) => operator !== 'In')
  const members = labelMembers(nodes.byLabel, spec)
  if (members === undefined) for (let n = 0; n < fleet.count; n++) consider(n)
  else for (const n of nodesInAll(fleet, members)) consider(n)
  if (allowed.length <= NARROW_COUNT_MAX) {
    allowed.sort((a, b) => a - b)
    return { mask: undefined, narrow: Int32Array.from(allowed), narrowVerdicts: Uint8Array.from(allowed, verdictOf) }
  }
  const mask = new Uint8Array(fleet.count)
  for (const n of allowed) mask[n] = verdictOf(n)
  return { mask, narrow: undefined }
}

/** Local nodes that are in all of the sets, of which the first is the smallest; in no particular order. */
export function nodesInAll(fleet: Fleet, [smallest, ...others]: readonly ReadonlySet<number>[]): number[] {
  const found: number[] = []
  for (const node of smallest ?? []) {
    const n = fleet.local[node]!
    if (n >= 0 && others.every((set) => set.has(node))) found.push(n)
  }
  return found
}

const NO_MEMBERS: readonly ReadonlySet<number>[] = [new Set()]

/**
 * For each label of the selector, and each `In` rule, the nodes that have it, the shortest list first; undefined
 * when neither is asked for.
 */
export function labelMembers(
  byLabel: SchedulerState['nodes']['byLabel'],
  spec: Constraint,
): readonly ReadonlySet<number>[] | undefined {
  const members: ReadonlySet<number>[] = []
  for (const [label, value] of spec.selector) {
    const set = byLabel.get(label)?.get(value)
    if (set === undefined) return NO_MEMBERS
    members.push(set)
  }
  for (const rule of spec.nodeRules) if (rule.operator === 'In') members.push(nodesInAny(byLabel.get(rule.key), rule))
  if (members.length === 0) return undefined
  return members.sort((a, b) => a.size - b.size)
}

function nodesInAny(byValue: ReadonlyMap<string, Set<number>> | undefined, rule: LabelRule): ReadonlySet<number> {
  const only = rule.values.length === 1 ? byValue?.get(rule.values[0]!) : undefined
  if (only !== undefined || byValue === undefined) return only ?? new Set()
  const found = new Set<number>()
  for (const [value, nodes] of byValue) if (meetsRule(value, rule)) for (const node of nodes) found.add(node)
  return found
}

/** Whether a constraint allows a cluster, by state number: its list and its rules on labels. */
export function isClusterWanted(state: SchedulerState, spec: Constraint, cluster: number): boolean {
  const { table, upserts } = state.clusters
  if (spec.clusterIds.length > 0 && !spec.clusterIds.includes(table.ids[cluster]!)) return false
  return spec.clusterRules.length === 0 || meetsRules(upserts[cluster]?.labels ?? {}, spec.clusterRules)
}

function allowedClusters(
  state: SchedulerState,
  fleet: Fleet,
  spec: Constraint,
  avoided: readonly number[],
): Uint8Array {
  const allowed = new Uint8Array(fleet.clusterCount).fill(1)
  for (let c = 0; c < fleet.clusterCount; c++) {
    if (!isClusterWanted(state, spec, fleet.clusters[c]!)) allowed[c] = 0
    if (avoided.includes(fleet.clusters[c]!)) allowed[c] = 0
  }
  return allowed
}

/** What a set of taints means to work with these tolerations: a value of a mask. */
export function taintVerdict(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  let verdict = ALLOWED
  for (const taint of taints) {
    if (tolerations.some((toleration) => isTolerated(taint, toleration))) continue
    if (taint.effect !== 'PreferNoSchedule') return BARRED
    verdict = DISLIKED
  }
  return verdict
}

/** Kubernetes' rule: an empty key with `Exists` tolerates everything, an absent effect stands for all of them. */
function isTolerated(taint: Taint, toleration: Toleration): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false
  if (toleration.operator === 'Exists') return toleration.key === '' || toleration.key === taint.key
  return toleration.key === taint.key && toleration.value === taint.value
}
