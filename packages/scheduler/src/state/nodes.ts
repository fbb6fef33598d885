import type { NodeUpsert, Taint } from '../delta.ts'
import { growFloat64, growInt32, growUint8 } from './columns.ts'
import { createIdTable, defineId, referTo, releaseId, undefineId, type IdTable } from './id-table.ts'
import { resourceNumber } from './resources.ts'
import type { SchedulerState } from './state.ts'

export interface NodeTable {
  table: IdTable
  upserts: (NodeUpsert | undefined)[]
  cluster: Int32Array
  /** -1: in no pool. */
  pool: Int32Array
  schedulable: Uint8Array
  taintSet: Int32Array
  /** Rows of `state.width`. */
  allocatable: Float64Array
  /** Held by runs, stopping ones included. Rows of `state.width`; kept for unknown nodes too. */
  used: Float64Array
  /** Label, then value, then the nodes that have it. */
  byLabel: Map<string, Map<string, Set<number>>>
  /** Distinct sets of taints; 0 is the empty one. Few, and never given back. */
  taintSets: (readonly Taint[])[]
  taintSetIndex: Map<string, number>
}

export function createNodeTable(): NodeTable {
  return {
    table: createIdTable(),
    upserts: [],
    cluster: new Int32Array(16),
    pool: new Int32Array(16),
    schedulable: new Uint8Array(16),
    taintSet: new Int32Array(16),
    allocatable: new Float64Array(0),
    used: new Float64Array(0),
    byLabel: new Map(),
    taintSets: [[]],
    taintSetIndex: new Map([['[]', 0]]),
  }
}

export function upsertNode(state: SchedulerState, upsert: NodeUpsert): void {
  const { nodes } = state
  const number = defineId(nodes.table, upsert.id)
  const before = nodes.upserts[number]
  if (before !== undefined) disconnect(state, number, before)
  growNodes(state)
  nodes.upserts[number] = upsert
  nodes.cluster[number] = referTo(state.clusters.table, upsert.clusterId)
  nodes.pool[number] = upsert.poolId === undefined ? -1 : referTo(state.pools.table, upsert.poolId)
  nodes.schedulable[number] = upsert.schedulable ? 1 : 0
  nodes.taintSet[number] = taintSetOf(nodes, upsert.taints)
  if (before?.labels !== upsert.labels) {
    if (before !== undefined) dropLabels(nodes, number, before)
    for (const label in upsert.labels) addLabel(nodes, number, label, upsert.labels[label]!)
  }
  const names = Object.keys(upsert.allocatable)
  const resources = names.map((name) => resourceNumber(state, name))
  growNodes(state)
  const base = number * state.width
  nodes.allocatable.fill(0, base, base + state.width)
  for (let i = 0; i < names.length; i++) {
    nodes.allocatable[base + resources[i]!] = Math.max(0, Math.floor(upsert.allocatable[names[i]!]!))
  }
}

export function removeNode(state: SchedulerState, id: string): void {
  const { nodes } = state
  const number = nodes.table.index.get(id)
  const upsert = number === undefined ? undefined : nodes.upserts[number]
  if (number === undefined || upsert === undefined) return
  disconnect(state, number, upsert)
  dropLabels(nodes, number, upsert)
  nodes.upserts[number] = undefined
  undefineId(nodes.table, id)
}

/** One more reference to a node that may not be known yet; its `used` row exists from here on. */
export function referToNode(state: SchedulerState, id: string): number {
  const number = referTo(state.nodes.table, id)
  growNodes(state)
  return number
}

function disconnect(state: SchedulerState, number: number, upsert: NodeUpsert): void {
  releaseId(state.clusters.table, state.nodes.cluster[number]!)
  if (upsert.poolId !== undefined) releaseId(state.pools.table, state.nodes.pool[number]!)
}

function growNodes(state: SchedulerState): void {
  const { nodes } = state
  const size = nodes.table.size
  nodes.cluster = growInt32(nodes.cluster, size)
  nodes.pool = growInt32(nodes.pool, size)
  nodes.schedulable = growUint8(nodes.schedulable, size)
  nodes.taintSet = growInt32(nodes.taintSet, size)
  nodes.allocatable = growFloat64(nodes.allocatable, size * state.width)
  nodes.used = growFloat64(nodes.used, size * state.width)
}

function addLabel(nodes: NodeTable, number: number, label: string, value: string): void {
  let values = nodes.byLabel.get(label)
  if (values === undefined) nodes.byLabel.set(label, (values = new Map()))
  const members = values.get(value)
  if (members === undefined) values.set(value, new Set([number]))
  else members.add(number)
}

function dropLabels(nodes: NodeTable, number: number, upsert: NodeUpsert): void {
  for (const label in upsert.labels) {
    const values = nodes.byLabel.get(label)!
    const members = values.get(upsert.labels[label]!)!
    members.delete(number)
    if (members.size === 0) values.delete(upsert.labels[label]!)
    if (values.size === 0) nodes.byLabel.delete(label)
  }
}

function taintSetOf(nodes: NodeTable, taints: readonly Taint[]): number {
  const sorted = [...taints].sort((a, b) => (taintKey(a) < taintKey(b) ? -1 : 1))
  const key = JSON.stringify(sorted.map(taintKey))
  const found = nodes.taintSetIndex.get(key)
  if (found !== undefined) return found
  nodes.taintSets.push(sorted)
  nodes.taintSetIndex.set(key, nodes.taintSets.length - 1)
  return nodes.taintSets.length - 1
}

function taintKey(taint: Taint): string {
  return `${taint.effect} ${taint.key}=${taint.value}`
}
