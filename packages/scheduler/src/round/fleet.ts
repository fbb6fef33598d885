import { sortedIds } from '../state/id-table.ts'
import { GPU } from '../state/resources.ts'
import type { SchedulerState } from '../state/state.ts'
import { openDevices, type Devices } from './devices.ts'
import type { Amounts, Work } from './work.ts'

/** The nodes and clusters of one pool with local numbers in the order of their ids, and the room on them. */
export interface Fleet {
  width: number
  count: number
  /** State number by local number. */
  node: Int32Array
  /** Local number by state number, or -1. */
  local: Int32Array
  clusterCount: number
  /** State number by local cluster. */
  clusters: Int32Array
  /** Local cluster by state number, or -1. */
  localCluster: Int32Array
  /** Connected and not paused. */
  isClusterOpen: Uint8Array
  /** Local cluster of a node. */
  cluster: Int32Array
  /** May take new work: schedulable, in an open cluster. */
  isOpen: Uint8Array
  hasGpu: Uint8Array
  /** Rows of `width` for each node. */
  allocatable: Float64Array
  /**
   * Free at this moment, less what nominations hold: what may start needs this. Below 0 where they wait for more, or a node
   * shrank.
   */
  room: Float64Array
  /** The same once all that is going has gone: what may be nominated needs this. */
  later: Float64Array
  /** What the pool can be shared by: all of its open nodes, and what is held on the others. By resource. */
  capacity: Float64Array
  /** Undefined unless parts of devices are asked for. */
  devices: Devices | undefined
}

export function openFleet(state: SchedulerState, pool: number, amounts: Amounts, work: Work): Fleet {
  const { nodes } = state
  const chosen = sortedIds(nodes.table).filter((node) => nodes.pool[node] === pool)
  const count = chosen.length
  const { width } = amounts
  const fleet: Fleet = {
    width,
    count,
    node: chosen,
    local: new Int32Array(nodes.table.size).fill(-1),
    ...openClusters(state, chosen),
    cluster: new Int32Array(count),
    isOpen: new Uint8Array(count),
    hasGpu: new Uint8Array(count),
    allocatable: new Float64Array(count * width),
    room: new Float64Array(count * width),
    later: new Float64Array(count * width),
    capacity: new Float64Array(width),
    devices: undefined,
  }
  for (let n = 0; n < count; n++) {
    const node = chosen[n]!
    fleet.local[node] = n
    const cluster = fleet.localCluster[nodes.cluster[node]!]!
    fleet.cluster[n] = cluster
    const isOpen = nodes.schedulable[node] === 1 && fleet.isClusterOpen[cluster] === 1
    fleet.isOpen[n] = isOpen ? 1 : 0
    const row = node * state.width
    fleet.hasGpu[n] = nodes.allocatable[row + GPU]! > 0 ? 1 : 0
    for (let a = 0; a < width; a++) {
      const all = nodes.allocatable[row + amounts.resource[a]!]!
      const used = nodes.used[row + amounts.resource[a]!]!
      fleet.allocatable[n * width + a] = all
      fleet.room[n * width + a] = all - used
      fleet.capacity[a]! += isOpen ? all : Math.min(all, used)
    }
  }
  fleet.devices = openDevices(state, fleet, amounts, work)
  fleet.later.set(fleet.room)
  return fleet
}

function openClusters(
  state: SchedulerState,
  chosen: Int32Array,
): Pick<Fleet, 'clusterCount' | 'clusters' | 'localCluster' | 'isClusterOpen'> {
  const { table, upserts } = state.clusters
  const numbers = [...new Set(Array.from(chosen, (node) => state.nodes.cluster[node]!))]
  numbers.sort((a, b) => (table.ids[a]! < table.ids[b]! ? -1 : 1))
  const localCluster = new Int32Array(table.size).fill(-1)
  const isClusterOpen = new Uint8Array(numbers.length)
  for (let c = 0; c < numbers.length; c++) {
    localCluster[numbers[c]!] = c
    const upsert = upserts[numbers[c]!]
    isClusterOpen[c] = upsert?.connected === true && !upsert.paused ? 1 : 0
  }
  return { clusterCount: numbers.length, clusters: Int32Array.from(numbers), localCluster, isClusterOpen }
}
