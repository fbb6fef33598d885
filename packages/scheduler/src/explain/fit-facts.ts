import { avoidedClusters, BARRED, labelMembers, nodesInAll, taintVerdict, verdictOn } from '../placement/constraints.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'
import type { Constraint } from '../state/shapes.ts'

/** What the nodes of the pool say to one replica of a shape: counted once, shared by all classes that ask for the same. */
export interface FitFacts {
  nodes: number
  /** Nodes lost at each step, in the order of the steps. */
  inOtherClusters: number
  unlabelled: number
  tainted: number
  tooSmall: number
  /** Nodes that would do, by what keeps them from being used now. */
  avoided: number
  offline: number
  paused: number
  cordoned: number
  usable: number
  /** Local clusters in which a node that would do cannot be used. */
  closedClusters: Set<number>
  /** Labels asked for and how many nodes miss each, in the order of the selector. */
  missing: { label: string; count: number }[]
  /** The taint that turns most nodes away. */
  taint: string
  /** The most of each resource that a node has, over nodes that match but for their size; and that node. */
  largest: Float64Array
  largestNode: Int32Array
  /** Over usable nodes: free in all, most free on one, that node, and how many nodes have enough of it. */
  free: Float64Array
  mostFree: Float64Array
  mostFreeNode: Int32Array
  roomy: Int32Array
  /** Replicas that fit now, and that would fit if all were empty, by local cluster; the last also over closed clusters. */
  fitNow: Float64Array
  fitEmpty: Float64Array
  fitEver: Float64Array
  /** Free in each cluster, over usable nodes; rows by resource. */
  freeIn: Float64Array
}

/** Counts for class `k`, which waits. A class with a selector costs the nodes that match it, any other costs all nodes. */
export function gatherFacts(round: Round, k: number): FitFacts {
  const { state, fleet, work, constraints } = round
  const facts = emptyFacts(round)
  const spec = state.constraints.specs[state.shapes.constraint[state.classes.shape[work.stateClass[k]!]!]!]!
  const allowed = constraints.masks[constraints.ofClass[k]!]!
  const avoided = new Set(avoidedClusters(state, work.stateClass[k]!, round.now))
  const byTaints = state.nodes.taintSets.map((taints) => taintVerdict(taints, spec.tolerations) === BARRED)
  const turnedAway = new Map<number, number>()
  for (const n of labelledNodes(round, spec, facts)) {
    const isBarred = verdictOn(allowed, n) === BARRED
    const taintSet = state.nodes.taintSet[fleet.node[n]!]!
    if (isBarred && byTaints[taintSet] === true) {
      facts.tainted++
      turnedAway.set(taintSet, (turnedAway.get(taintSet) ?? 0) + 1)
      continue
    }
    noteSize(round, facts, n)
    const fits = replicasThatFit(round.amounts, fleet.allocatable, n * fleet.width, work, k)
    if (fits === 0) {
      facts.tooSmall++
      continue
    }
    const cluster = fleet.cluster[n]!
    facts.fitEver[cluster]! += fits
    if (isBarred) noteClosed(round, facts, n, avoided)
    else noteRoom(round, facts, n, k, fits)
  }
  facts.taint = commonTaint(round, turnedAway, spec.tolerations)
  return facts
}

/** Nodes in clusters that are asked for and with all labels of the selector, in the order of their ids; the others are counted. */
function labelledNodes(round: Round, spec: Constraint, facts: FitFacts): Iterable<number> {
  const { fleet, state } = round
  const wanted = new Set(spec.clusterIds)
  const isWanted = Array.from(fleet.clusters, (c) => wanted.size === 0 || wanted.has(state.clusters.table.ids[c]!))
  const inWanted = countWanted(fleet, isWanted)
  facts.inOtherClusters = fleet.count - inWanted
  const members = labelMembers(state, spec)
  const found: number[] = []
  if (members === undefined) for (let n = 0; n < fleet.count; n++) found.push(n)
  else for (const n of nodesInAll(fleet, members).sort((a, b) => a - b)) found.push(n)
  const labelled = found.filter((n) => isWanted[fleet.cluster[n]!])
  facts.unlabelled = inWanted - labelled.length
  facts.missing = spec.selector.map(([label, value]) => {
    const set = state.nodes.byLabel.get(label)?.get(value)
    const having = set === undefined ? [] : nodesInAll(fleet, [set]).filter((n) => isWanted[fleet.cluster[n]!])
    return { label: `${label}=${value}`, count: inWanted - having.length }
  })
  return labelled
}

function countWanted(fleet: Fleet, isWanted: readonly boolean[]): number {
  if (isWanted.every(Boolean)) return fleet.count
  let count = 0
  for (let n = 0; n < fleet.count; n++) if (isWanted[fleet.cluster[n]!]) count++
  return count
}

function emptyFacts(round: Round): FitFacts {
  const { width, clusterCount, count } = round.fleet
  return {
    nodes: count,
    inOtherClusters: 0,
    unlabelled: 0,
    tainted: 0,
    tooSmall: 0,
    avoided: 0,
    offline: 0,
    paused: 0,
    cordoned: 0,
    usable: 0,
    closedClusters: new Set(),
    missing: [],
    taint: '',
    largest: new Float64Array(width),
    largestNode: new Int32Array(width).fill(-1),
    free: new Float64Array(width),
    mostFree: new Float64Array(width),
    mostFreeNode: new Int32Array(width).fill(-1),
    roomy: new Int32Array(width),
    fitNow: new Float64Array(clusterCount),
    fitEmpty: new Float64Array(clusterCount),
    fitEver: new Float64Array(clusterCount),
    freeIn: new Float64Array(clusterCount * width),
  }
}

function noteSize(round: Round, facts: FitFacts, n: number): void {
  const { width, allocatable } = round.fleet
  for (let a = 0; a < width; a++) {
    const amount = allocatable[n * width + a]!
    if (amount <= facts.largest[a]!) continue
    facts.largest[a] = amount
    facts.largestNode[a] = n
  }
}

function noteClosed(round: Round, facts: FitFacts, n: number, avoided: ReadonlySet<number>): void {
  const { fleet, state } = round
  const cluster = fleet.cluster[n]!
  const upsert = state.clusters.upserts[fleet.clusters[cluster]!]
  if (upsert?.connected !== true) facts.offline++
  else if (upsert.paused) facts.paused++
  else if (avoided.has(fleet.clusters[cluster]!)) facts.avoided++
  else {
    facts.cordoned++
    return
  }
  facts.closedClusters.add(cluster)
}

function noteRoom(round: Round, facts: FitFacts, n: number, k: number, fits: number): void {
  const { width, room, cluster } = round.fleet
  const { need } = round.work
  facts.usable++
  facts.fitEmpty[cluster[n]!]! += fits
  for (let a = 0; a < width; a++) {
    const free = Math.max(0, room[n * width + a]!)
    const wanted = need[k * width + a]!
    facts.free[a]! += free
    facts.freeIn[cluster[n]! * width + a]! += free
    if (free >= wanted) facts.roomy[a]! += 1
    if (free <= facts.mostFree[a]! && facts.mostFreeNode[a] !== -1) continue
    facts.mostFree[a] = free
    facts.mostFreeNode[a] = n
  }
  facts.fitNow[cluster[n]!]! += replicasThatFit(round.amounts, room, n * width, round.work, k)
}

function commonTaint(
  round: Round,
  turnedAway: ReadonlyMap<number, number>,
  tolerations: Parameters<typeof taintVerdict>[1],
): string {
  let most = 0
  let text = ''
  for (const [taintSet, count] of turnedAway) {
    if (count <= most) continue
    most = count
    const barring = round.state.nodes.taintSets[taintSet]!.find(
      (taint) => taintVerdict([taint], tolerations) === BARRED,
    )!
    text = `${barring.key}${barring.value === '' ? '' : `=${barring.value}`}:${barring.effect}`
  }
  return text
}
