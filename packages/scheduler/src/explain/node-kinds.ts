import { BARRED, verdictOn } from '../placement/constraints.ts'
import type { Round } from '../round/round.ts'
import { matchNodes, type Matching } from './matching.ts'

/** What keeps a node that matches from being used now. */
export type Closed = 'offline' | 'paused' | 'avoided' | 'cordoned'

/** Matching nodes of one cluster with the same size: what is true of one is true of all, but for their free room. */
export interface NodeKind {
  cluster: number
  closed: Closed | undefined
  nodes: number[]
  /** Free in all, most free on one, and that node; by resource. */
  free: Float64Array
  mostFree: Float64Array
  mostFreeNode: Int32Array
  /** Free amounts by resource, ascending; made once many ask. */
  sorted: Float64Array[] | undefined
}

/** What a constraint leaves of the pool, for requests of any size. */
export interface NodeKinds extends Matching {
  kinds: NodeKind[]
  asked: number
}

/** Sorts the nodes that meet the constraint of class `k` into kinds. */
export function openNodeKinds(round: Round, k: number): NodeKinds {
  const { fleet } = round
  const matching = matchNodes(round, k)
  const kinds: NodeKind[] = []
  const index = new Map<number, NodeKind[]>()
  for (const n of matching.matching) {
    const closed = closedBy(round, matching, k, n)
    const hash = hashOf(round, n, closed)
    let candidates = index.get(hash)
    if (candidates === undefined) index.set(hash, (candidates = []))
    let kind = candidates.find((one) => isSameKind(round, one, n, closed))
    if (kind === undefined) {
      kind = emptyKind(fleet.cluster[n]!, closed, fleet.width)
      candidates.push(kind)
      kinds.push(kind)
    }
    addNode(round, kind, n)
  }
  return { ...matching, kinds, asked: 0 }
}

function closedBy(round: Round, matching: Matching, k: number, n: number): Closed | undefined {
  const { fleet, state, constraints } = round
  if (verdictOn(constraints.masks[constraints.ofClass[k]!]!, n) !== BARRED) return undefined
  const cluster = fleet.clusters[fleet.cluster[n]!]!
  const upsert = state.clusters.upserts[cluster]
  if (upsert?.connected !== true) return 'offline'
  if (upsert.paused) return 'paused'
  return matching.avoided.has(cluster) ? 'avoided' : 'cordoned'
}

function hashOf({ fleet }: Round, n: number, closed: Closed | undefined): number {
  let hash = fleet.cluster[n]! * 8 + (closed === undefined ? 0 : closed.length)
  for (let a = 0; a < fleet.width; a++) {
    hash = (Math.imul(hash, 31) + (fleet.allocatable[n * fleet.width + a]! % 1_000_003)) | 0
  }
  return hash
}

function isSameKind({ fleet }: Round, kind: NodeKind, n: number, closed: Closed | undefined): boolean {
  if (kind.cluster !== fleet.cluster[n] || kind.closed !== closed) return false
  const { width, allocatable } = fleet
  const other = kind.nodes[0]! * width
  for (let a = 0; a < width; a++) if (allocatable[other + a] !== allocatable[n * width + a]) return false
  return true
}

function emptyKind(cluster: number, closed: Closed | undefined, width: number): NodeKind {
  return {
    cluster,
    closed,
    nodes: [],
    free: new Float64Array(width),
    mostFree: new Float64Array(width),
    mostFreeNode: new Int32Array(width).fill(-1),
    sorted: undefined,
  }
}

function addNode({ fleet }: Round, kind: NodeKind, n: number): void {
  kind.nodes.push(n)
  for (let a = 0; a < fleet.width; a++) {
    const free = Math.max(0, fleet.room[n * fleet.width + a]!)
    kind.free[a]! += free
    if (free <= kind.mostFree[a]! && kind.mostFreeNode[a] !== -1) continue
    kind.mostFree[a] = free
    kind.mostFreeNode[a] = n
  }
}

/** From how many askers on it pays to sort. */
const SORT_FROM = 32

/** How many nodes of a kind have at least `need` of resource `a` free. */
export function countRoomy(round: Round, kinds: NodeKinds, kind: NodeKind, a: number, need: number): number {
  const { width, room } = round.fleet
  if (kinds.asked < SORT_FROM) {
    let count = 0
    for (const n of kind.nodes) if (Math.max(0, room[n * width + a]!) >= need) count++
    return count
  }
  kind.sorted ??= Array.from({ length: width }, (_, b) =>
    Float64Array.from(kind.nodes, (n) => Math.max(0, room[n * width + b]!)).sort(),
  )
  const sorted = kind.sorted[a]!
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < need) low = middle + 1
    else high = middle
  }
  return sorted.length - low
}
