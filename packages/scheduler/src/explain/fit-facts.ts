import { ANYWHERE, pickNode } from '../placement/pick-node.ts'
import { replicasThatFit } from '../placement/replicas.ts'
import type { Round } from '../round/round.ts'
import type { SharedGates } from './gates.ts'
import type { Matching } from './matching.ts'
import { countRoomy, type Closed, type NodeKind, type NodeKinds } from './node-kinds.ts'
import { amountText, listText } from './words.ts'

/** What the nodes of the pool say to one replica of a shape: counted once, shared by all classes that ask for the same. */
export interface FitFacts extends Omit<Matching, 'avoided' | 'matching'> {
  /** Everything that one replica asks for: "8 GPUs, 32 cores and 64 GiB". */
  want: string
  /** What gates say of all classes of the shape, once somebody asked. */
  gates: SharedGates | undefined
  tooSmall: number
  /** Nodes that would do, by what keeps them from being used now. */
  closed: Record<Closed, number>
  usable: number
  /** Local clusters in which a node that would do cannot be used, because the whole cluster cannot. */
  closedClusters: Set<number>
  /** The most of each resource that a node has, over nodes that match but for their size; and that node. */
  largest: Float64Array
  largestNode: Int32Array
  /** Over usable nodes: free in all, most free on one, that node, and how many nodes have enough of it. */
  free: Float64Array
  mostFree: Float64Array
  mostFreeNode: Int32Array
  roomy: Int32Array
  /**
   * Replicas that fit now (for a single one: 1 where it fits), and that would fit if all were empty, by local cluster; the
   * last also over closed ones.
   */
  fitNow: Float64Array
  fitEmpty: Float64Array
  fitEver: Float64Array
  /** Free in each cluster, over usable nodes; rows by resource. */
  freeIn: Float64Array
}

/** Counts for class `k`, which waits, over kinds of nodes; only gangs cost a walk over the nodes themselves. */
export function gatherFacts(round: Round, k: number, kinds: NodeKinds): FitFacts {
  const { fleet, work } = round
  const facts = emptyFacts(round, kinds, wantText(round, k))
  kinds.asked++
  for (const kind of kinds.kinds) {
    const example = kind.nodes[0]! * fleet.width
    noteSize(facts, fleet.allocatable, example, kind)
    const fits = replicasThatFit(round.amounts, fleet.allocatable, example, work, k)
    if (fits === 0) {
      facts.tooSmall += kind.nodes.length
      continue
    }
    facts.fitEver[kind.cluster]! += fits * kind.nodes.length
    if (kind.closed === undefined) {
      facts.fitEmpty[kind.cluster]! += fits * kind.nodes.length
      noteRoom(round, facts, k, kinds, kind)
    } else {
      facts.closed[kind.closed] += kind.nodes.length
      if (kind.closed !== 'cordoned') facts.closedClusters.add(kind.cluster)
    }
  }
  if (work.replicas[k] === 1 && facts.usable > 0) {
    const node = pickNode(round, k, ANYWHERE)
    if (node >= 0) facts.fitNow[fleet.cluster[node]!] = 1
  }
  return facts
}

function wantText(round: Round, k: number): string {
  const { width } = round.fleet
  const parts: string[] = []
  for (let a = width - 1; a >= 0; a--) {
    const need = round.work.need[k * width + a]!
    if (need > 0) parts.push(amountText(round.state.resourceNames[round.amounts.resource[a]!]!, need))
  }
  return parts.length === 0 ? 'nothing' : listText(parts)
}

function emptyFacts(round: Round, kinds: NodeKinds, want: string): FitFacts {
  const { width, clusterCount } = round.fleet
  const { nodes, inOtherClusters, outOfRules, unlabelled, missing, tainted, taint } = kinds
  return {
    want,
    gates: undefined,
    nodes,
    inOtherClusters,
    outOfRules,
    unlabelled,
    missing,
    tainted,
    taint,
    tooSmall: 0,
    closed: { offline: 0, paused: 0, avoided: 0, cordoned: 0 },
    usable: 0,
    closedClusters: new Set(),
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

function noteSize(facts: FitFacts, allocatable: Float64Array, example: number, kind: NodeKind): void {
  for (let a = 0; a < facts.largest.length; a++) {
    const amount = allocatable[example + a]!
    if (amount <= facts.largest[a]!) continue
    facts.largest[a] = amount
    facts.largestNode[a] = kind.nodes[0]!
  }
}

function noteRoom(round: Round, facts: FitFacts, k: number, kinds: NodeKinds, kind: NodeKind): void {
  const { width, room } = round.fleet
  const { work } = round
  facts.usable += kind.nodes.length
  for (let a = 0; a < width; a++) {
    const need = work.need[k * width + a]!
    facts.free[a]! += kind.free[a]!
    facts.freeIn[kind.cluster * width + a]! += kind.free[a]!
    if (need > 0) facts.roomy[a]! += countRoomy(round, kinds, kind, a, need)
    if (!isFreer(facts, kind, a)) continue
    facts.mostFree[a] = kind.mostFree[a]!
    facts.mostFreeNode[a] = kind.mostFreeNode[a]!
  }
  if (work.replicas[k] === 1) return
  for (const n of kind.nodes) {
    facts.fitNow[kind.cluster]! += replicasThatFit(round.amounts, room, n * width, work, k)
  }
}

/** Ties go to the node with the smaller id, as they would over single nodes. */
function isFreer(facts: FitFacts, kind: NodeKind, a: number): boolean {
  const node = facts.mostFreeNode[a]!
  if (node === -1 || kind.mostFree[a]! > facts.mostFree[a]!) return true
  return kind.mostFree[a] === facts.mostFree[a] && kind.mostFreeNode[a]! < node
}
