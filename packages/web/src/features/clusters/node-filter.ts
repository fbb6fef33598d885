import { defined, flagOf, listOf, oneOf, textOf } from '../../lib/search.ts'
import type { Node } from './node-heat.ts'

export const NODE_STATES = ['ready', 'cordoned', 'not-ready'] as const
export type NodeStateName = (typeof NODE_STATES)[number]

export const NODE_SORTS = [
  'name',
  'cluster',
  'state',
  'pool',
  'model',
  'gpu',
  'cpu',
  'memory',
  'runs',
  'kubelet',
  'driver',
  'taints',
] as const
export type NodeSort = (typeof NODE_SORTS)[number]

/** Which nodes a list shows, as it stands in the address. */
export interface NodeFilter {
  /** A part of the name, of the GPU model, or a label as `key=value`. */
  q?: string
  /** Name of a node pool. */
  pool?: string
  cluster?: string
  state?: NodeStateName[]
}

/** What of a filter becomes something else; `undefined` lifts a condition. */
export type NodeFilterChange = { [K in keyof NodeFilter]?: NodeFilter[K] | undefined }

export interface NodeSearch extends NodeFilter {
  /** Absent: name. */
  sort?: NodeSort
  /** Largest first. */
  desc?: true
}

/** Whether a node can take work. */
export function stateOf({ ready, schedulable }: Pick<Node, 'ready' | 'schedulable'>): NodeStateName {
  if (!ready) return 'not-ready'
  return schedulable ? 'ready' : 'cordoned'
}

/** What the address says of a list of nodes, field by field; what makes no sense is dropped. */
export function readNodeSearch(search: Record<string, unknown>): NodeSearch {
  return defined({
    q: textOf(search['q'], 253),
    pool: textOf(search['pool'], 63),
    cluster: textOf(search['cluster'], 63),
    state: listOf(search['state'], NODE_STATES),
    sort: oneOf(search['sort'], NODE_SORTS),
    desc: flagOf(search['desc']),
  })
}
