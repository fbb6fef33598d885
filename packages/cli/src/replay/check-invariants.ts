import type { Node, Queue, Workload } from '@fairlead/sdk'

/** What was looked at, and what must not be. */
export interface Checked {
  count: number
  violations: string[]
}

/** Rounding of amounts that were added up. */
const SLACK = 1e-6

/** No machine gives more than it has, and no gang is in two clusters or in pieces. One answer of the API is one moment. */
export function checkNodes(nodes: readonly Node[], replicasOf: (workloadId: string) => number | undefined): Checked {
  const checked: Checked = { count: 0, violations: [] }
  const gangs = new Map<string, { workloadId: string; name: string; replicas: number; clusters: Set<string> }>()
  for (const node of nodes) {
    for (const [resource, held] of Object.entries(node.allocated)) {
      checked.count += 1
      const most = node.allocatable[resource] ?? 0
      if (held > most + SLACK) {
        checked.violations.push(`node ${node.name} of ${node.cluster.name} gives ${held} ${resource} of ${most}`)
      }
    }
    for (const run of node.runs) {
      const { workloadId, workloadName: name } = run
      const gang = gangs.get(run.runId) ?? { workloadId, name, replicas: 0, clusters: new Set() }
      gang.replicas += run.replicas
      gang.clusters.add(node.cluster.name)
      gangs.set(run.runId, gang)
    }
  }
  for (const gang of gangs.values()) {
    const wanted = replicasOf(gang.workloadId)
    if (wanted === undefined) continue
    checked.count += 1
    if (gang.replicas !== wanted || gang.clusters.size !== 1) {
      checked.violations.push(
        `${gang.name} has ${gang.replicas} of ${wanted} replicas on ${[...gang.clusters].join(' and ')}`,
      )
    }
  }
  return checked
}

/** No queue holds more than it may, and a department holds what its projects hold. */
export function checkQueues(queues: readonly Queue[]): Checked {
  const checked: Checked = { count: 0, violations: [] }
  for (const { queue, nodePool, allocated, allocatedNonPreemptible, limit, deserved } of queues) {
    const where = `${queue.kind} ${queue.name} in pool ${nodePool.name}`
    for (const [resource, held] of Object.entries(allocated)) {
      checked.count += 1
      const most = limit[resource]
      if (typeof most === 'number' && held > most + SLACK) {
        checked.violations.push(`${where} holds ${held} ${resource}, over its limit of ${most}`)
      }
    }
    for (const [resource, held] of Object.entries(allocatedNonPreemptible)) {
      checked.count += 1
      const owed = deserved[resource]
      if (typeof owed === 'number' && held > owed + SLACK) {
        checked.violations.push(
          `${where} holds ${held} ${resource} that cannot be taken back, over the ${owed} it deserves`,
        )
      }
    }
  }
  for (const parent of queues) {
    const children = queues.filter(
      ({ queue, nodePool }) => queue.parentId === parent.queue.id && nodePool.id === parent.nodePool.id,
    )
    if (children.length === 0) continue
    for (const [resource, held] of Object.entries(parent.allocated)) {
      checked.count += 1
      const sum = children.reduce((total, child) => total + (child.allocated[resource] ?? 0), 0)
      if (Math.abs(sum - held) > SLACK) {
        checked.violations.push(
          `department ${parent.queue.name} holds ${held} ${resource} and its projects hold ${sum} in pool ${parent.nodePool.name}`,
        )
      }
    }
  }
  return checked
}

/** What is live has a place for each of its replicas, in one cluster. */
export function checkWorkloads(workloads: readonly Workload[]): Checked {
  const checked: Checked = { count: 0, violations: [] }
  for (const { name, cluster, nodes, replicas, status } of workloads) {
    checked.count += 1
    if (cluster === null || nodes.length !== replicas) {
      checked.violations.push(`${name} is ${status.phase} with ${nodes.length} of ${replicas} replicas placed`)
    }
  }
  return checked
}
