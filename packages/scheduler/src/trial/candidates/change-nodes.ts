import type { NodeUpsert, Resources } from '../../delta.ts'
import { amountText, countText, listText } from '../../explain/words.ts'
import type { Candidate, Inquiry } from '../inquiry.ts'
import { demandOf, mainResource } from './amounts.ts'
import { poolClusters, poolNodes } from './pool-nodes.ts'

const NAMED_MAX = 3
const ADDED_MAX = 32

/** Nodes that are closed to new work, and nodes that there could be. */
export function changeNodes(inquiry: Inquiry): Candidate[] {
  return [...openNodes(inquiry), ...addNodes(inquiry)]
}

/** Those with the labels that it asks for first, then the larger. */
function openNodes(inquiry: Inquiry): Candidate[] {
  const { workload } = inquiry
  const main = mainResource(workload)
  const closed = poolNodes(inquiry)
    .filter(({ schedulable }) => !schedulable)
    .sort(
      (a, b) =>
        Number(hasLabels(b, workload.nodeSelector)) - Number(hasLabels(a, workload.nodeSelector)) ||
        (b.allocatable[main] ?? 0) - (a.allocatable[main] ?? 0) ||
        (a.id < b.id ? -1 : 1),
    )
  if (closed.length === 0) return []
  const at = (rung: number): Candidate => {
    const opened = closed.slice(0, rung)
    const names = opened.slice(0, NAMED_MAX).map(({ name }) => name)
    if (rung > NAMED_MAX) names.push(`${rung - NAMED_MAX} more`)
    return {
      code: 'UNCORDON_NODE',
      by: 'admin',
      rank: 41,
      text: `open ${rung === 1 ? 'node' : 'the nodes'} ${listText(names)} to new work: uncordon, or bring back what is not ready`,
      changes: opened.map(({ id }) => ({ kind: 'node', nodeId: id, set: 'schedulable' })),
      deltas: opened.map((node) => ({ ...node, schedulable: true })),
    }
  }
  return [{ ...at(1), ladder: { count: closed.length, at } }]
}

/** Nodes like the largest of the pool, and at least as large as one replica asks for. */
function addNodes(inquiry: Inquiry): Candidate[] {
  const { workload, pool } = inquiry
  const main = mainResource(workload)
  const cluster = poolClusters(inquiry).find(
    ({ id, connected, paused }) =>
      connected && !paused && (workload.clusterIds.length === 0 || workload.clusterIds.includes(id)),
  )
  if (pool === undefined || cluster === undefined) return []
  let like: NodeUpsert | undefined
  for (const node of poolNodes(inquiry)) {
    if ((node.allocatable[main] ?? 0) > (like?.allocatable[main] ?? -1)) like = node
  }
  if (like === undefined) return []
  const labels = { ...like.labels, ...workload.nodeSelector }
  const allocatable = enlarged(like.allocatable, demandOf({ ...workload, replicas: 1 }))
  const { name } = cluster
  const at = (rung: number): Candidate => {
    const asked = Object.entries(workload.nodeSelector).map(([label, value]) => `${label}=${value}`)
    const named = asked.length === 0 ? '' : ` and ${listText(asked)}`
    const size = amountText(main, allocatable[main] ?? 0)
    return {
      code: 'ADD_NODES',
      by: 'admin',
      rank: 70,
      text: `add ${countText(rung, 'node')} with ${size}${named} to pool ${pool.name} in cluster ${name}`,
      changes: [{ kind: 'add-nodes', count: rung, poolId: pool.id, clusterId: cluster.id, allocatable }],
      deltas: Array.from({ length: rung }, (_, i) => ({
        ...like,
        id: `\u0000added ${i}`,
        name: `added-${i}`,
        clusterId: cluster.id,
        allocatable,
        labels,
        taints: [],
        schedulable: true,
      })),
    }
  }
  return [{ ...at(1), ladder: { count: ADDED_MAX, at } }]
}

function enlarged(allocatable: Resources, asked: readonly [resource: string, amount: number][]): Resources {
  const larger: Record<string, number> = { ...allocatable }
  for (const [resource, amount] of asked) larger[resource] = Math.max(larger[resource] ?? 0, amount)
  return larger
}

function hasLabels({ labels }: NodeUpsert, asked: Readonly<Record<string, string>>): boolean {
  return Object.entries(asked).every(([label, value]) => labels[label] === value)
}
