import type { Neighbours, NodeUpsert, Plan, WorkloadUpsert } from '../../src/index.ts'
import type { World } from '../world.ts'
import { meetsSelector } from './label-rules.ts'

/**
 * The domain of a node at a level; undefined where it has none. Domains lie in one cluster, and those of a label of the topology in one
 * domain of each farther label.
 */
export function domainOf(w: World, node: NodeUpsert, level: string): string | undefined {
  if (level === 'node') return node.id
  if (level === 'cluster') return node.clusterId
  if (node.labels[level] === undefined) return undefined
  const topology = w.known.pools.get(node.poolId ?? '')?.topology ?? []
  const path = topology.includes(level) ? topology.slice(0, topology.indexOf(level) + 1) : [level]
  return [node.clusterId, ...path.map((label) => node.labels[label] ?? '')].join('/')
}

/** Rules about other work of the queue that the starts of a plan break. */
export function brokenNeighbours(w: World, planned: Plan): string[] {
  const broken: string[] = []
  const stands = new Map<string, readonly string[]>()
  for (const [id, { nodeIds }] of w.runs) stands.set(id, nodeIds)
  for (const { workloadId, nodeIds } of planned.assignments) stands.set(workloadId, nodeIds)
  for (const { workloadId, nodeIds } of planned.assignments) {
    const one = w.known.workloads.get(workloadId)!
    for (const [otherId, otherNodes] of stands) {
      const other = w.known.workloads.get(otherId)
      if (otherId === workloadId || other === undefined || other.queueId !== one.queueId) continue
      const level = one.apart?.find((rule) => matches(other, rule) && meets(w, nodeIds, otherNodes, rule.level))
      const back = other.apart?.find((rule) => matches(one, rule) && meets(w, nodeIds, otherNodes, rule.level))
      if (level !== undefined || back !== undefined) broken.push(`${workloadId} stands beside ${otherId}`)
    }
    for (const rule of one.near ?? []) if (!isNear(w, stands, one, nodeIds, rule)) broken.push(`${workloadId} is far`)
  }
  return broken
}

/** Each replica stands with a run that matches, or nothing that matches runs and the workload itself is of that kind. */
function isNear(
  w: World,
  stands: ReadonlyMap<string, readonly string[]>,
  one: WorkloadUpsert,
  nodeIds: readonly string[],
  rule: Neighbours,
): boolean {
  const others = [...stands].filter(([id]) => {
    const other = w.known.workloads.get(id)
    return id !== one.id && other !== undefined && other.queueId === one.queueId && matches(other, rule)
  })
  if (others.length === 0) return matches(one, rule)
  return nodeIds.every((nodeId) => others.some(([, theirs]) => meets(w, [nodeId], theirs, rule.level)))
}

function matches({ labels = {} }: WorkloadUpsert, rule: Neighbours): boolean {
  return meetsSelector(labels, rule.labels)
}

function meets(w: World, some: readonly string[], others: readonly string[], level: string): boolean {
  const domains = new Set(some.map((id) => domain(w, id, level)))
  domains.delete(undefined)
  return others.some((id) => domains.has(domain(w, id, level)))
}

function domain(w: World, nodeId: string, level: string): string | undefined {
  const node = w.known.nodes.get(nodeId)
  return node === undefined ? undefined : domainOf(w, node, level)
}
