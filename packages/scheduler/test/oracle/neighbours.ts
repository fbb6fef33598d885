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

/** Rules about other work of the queue in the same pool that the starts of a plan break; in the order of the starts. */
export function brokenNeighbours(w: World, planned: Plan): string[] {
  const broken: string[] = []
  const stands = new Map<string, readonly string[]>()
  for (const [id, { nodeIds }] of w.runs) stands.set(id, nodeIds)
  const going = new Set([...w.leaving.keys(), ...planned.preemptions.map(({ workloadId }) => workloadId)])
  for (const { workloadId, nodeIds } of planned.assignments) {
    const one = w.known.workloads.get(workloadId)!
    const others = [...stands].filter(([id, theirs]) => isBeside(w, one, nodeIds, id, theirs))
    for (const [otherId, theirs] of others) {
      const other = w.known.workloads.get(otherId)!
      const isWrong = one.apart?.some((rule) => matches(other, rule) && meets(w, nodeIds, theirs, rule.level))
      const isWrongBack = other.apart?.some((rule) => matches(one, rule) && meets(w, nodeIds, theirs, rule.level))
      if (isWrong || isWrongBack) broken.push(`${workloadId} stands beside ${otherId}`)
    }
    for (const rule of one.near ?? []) {
      const kin = others.filter(([id]) => matches(w.known.workloads.get(id)!, rule))
      const isFirst = matches(one, rule) && kin.every(([id]) => going.has(id))
      const isNear = nodeIds.every((nodeId) => kin.some(([, theirs]) => meets(w, [nodeId], theirs, rule.level)))
      if (!isFirst && !isNear) broken.push(`${workloadId} is far from what it asks for`)
    }
    stands.set(workloadId, nodeIds)
  }
  return broken
}

/** Whether two of a queue stand in the same pool. */
function isBeside(
  w: World,
  one: WorkloadUpsert,
  nodeIds: readonly string[],
  otherId: string,
  theirs: readonly string[],
): boolean {
  const other = w.known.workloads.get(otherId)
  const poolOf = (nodeId: string) => w.known.nodes.get(nodeId)?.poolId
  return other?.queueId === one.queueId && otherId !== one.id && poolOf(nodeIds[0]!) === poolOf(theirs[0]!)
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
