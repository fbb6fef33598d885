import { avoidedClusters, BARRED, taintVerdict } from '../placement/constraints.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import type { Round } from '../round/round.ts'

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

/** Counts for class `k`, which waits. */
export function gatherFacts(round: Round, k: number): FitFacts {
  const { state, fleet, work, constraints } = round
  const { width } = fleet
  const facts = emptyFacts(round)
  const spec = state.constraints.specs[state.shapes.constraint[state.classes.shape[work.stateClass[k]!]!]!]!
  const { mask } = constraints.masks[constraints.ofClass[k]!]!
  const members = spec.selector.map(([label, value]) => state.nodes.byLabel.get(label)?.get(value))
  facts.missing = spec.selector.map(([label, value]) => ({ label: `${label}=${value}`, count: 0 }))
  const avoided = new Set(avoidedClusters(state, work.stateClass[k]!, round.now))
  const wanted = new Set(spec.clusterIds)
  const byTaints = state.nodes.taintSets.map((taints) => taintVerdict(taints, spec.tolerations) === BARRED)
  const turnedAway = new Map<number, number>()
  for (let n = 0; n < fleet.count; n++) {
    const node = fleet.node[n]!
    if (mask[n] === BARRED) {
      const cluster = fleet.clusters[fleet.cluster[n]!]!
      if (wanted.size > 0 && !wanted.has(state.clusters.table.ids[cluster]!)) {
        facts.inOtherClusters++
        continue
      }
      let isLabelled = true
      for (let i = 0; i < members.length; i++) {
        if (members[i]?.has(node) === true) continue
        isLabelled = false
        facts.missing[i]!.count++
      }
      if (!isLabelled) {
        facts.unlabelled++
        continue
      }
      const taintSet = state.nodes.taintSet[node]!
      if (byTaints[taintSet] === true) {
        facts.tainted++
        turnedAway.set(taintSet, (turnedAway.get(taintSet) ?? 0) + 1)
        continue
      }
    }
    noteSize(round, facts, n)
    const fits = replicasThatFit(round.amounts, fleet.allocatable, n * width, work, k)
    if (fits === 0) {
      facts.tooSmall++
      continue
    }
    const cluster = fleet.cluster[n]!
    facts.fitEver[cluster]! += fits
    if (mask[n] === BARRED) noteClosed(round, facts, n, avoided)
    else noteRoom(round, facts, n, k, fits)
  }
  facts.taint = commonTaint(round, turnedAway, spec.tolerations)
  return facts
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
