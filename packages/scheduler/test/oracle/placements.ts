import type { NodeUpsert, Plan, WorkloadUpsert } from '../../src/index.ts'
import type { World } from '../world.ts'
import { meetsRules, meetsSelector, toleratesTaints } from './label-rules.ts'
import { brokenNeighbours, domainOf } from './neighbours.ts'

interface Placed {
  workloadId: string
  clusterId: string
  nodeIds: readonly string[]
  poolId?: string
}

/** Hard rules of placement that the starts and the new nominations of a plan break. Asked before the plan takes effect. */
export function brokenPlacements(w: World, planned: Plan): string[] {
  const broken: string[] = []
  const once = new Set<string>()
  const fresh = planned.nominations.filter(
    ({ workloadId, nodeIds }) => w.nominations.get(workloadId) !== nodeIds.join(),
  )
  for (const placed of [...planned.assignments, ...fresh]) {
    const { workloadId } = placed
    const one = w.known.workloads.get(workloadId)
    if (one === undefined || w.runs.has(workloadId) || once.has(workloadId)) broken.push(`${workloadId} may not start`)
    else broken.push(...brokenBy(w, one, placed).map((text) => `${workloadId} ${text}`))
    once.add(workloadId)
  }
  broken.push(...brokenNeighbours(w, planned))
  return broken
}

function brokenBy(w: World, one: WorkloadUpsert, { clusterId, nodeIds, poolId }: Placed): string[] {
  const broken: string[] = []
  const nodes = nodeIds.map((id) => w.known.nodes.get(id)!)
  const cluster = w.known.clusters.get(clusterId)!
  const home = nodes[0]!.poolId!
  check(
    nodes.length >= (one.replicasMin ?? one.replicas) && nodes.length <= one.replicas,
    `has ${nodes.length} replicas`,
  )
  check([one.poolId, ...(one.fallbackPoolIds ?? [])].includes(home), `stands in pool ${home}`)
  check(poolId === undefined || poolId === home, `is told to stand in ${poolId}`)
  check(cluster.connected && !cluster.paused, `starts in closed ${clusterId}`)
  check(one.clusterIds.length === 0 || one.clusterIds.includes(clusterId), `does not name ${clusterId}`)
  check(meetsRules(cluster.labels, one.clusterRules), `has rules against ${clusterId}`)
  check(!one.avoid.some((avoided) => avoided.clusterId === clusterId && avoided.until > w.now), `avoids ${clusterId}`)
  for (const node of nodes) {
    check(node.clusterId === clusterId && node.poolId === home, `leaves its cluster or pool for ${node.id}`)
    check(node.schedulable, `starts on cordoned ${node.id}`)
    check(meetsSelector(node.labels, one.nodeSelector), `has a selector against ${node.id}`)
    check(meetsRules(node.labels, one.nodeRules), `has rules against ${node.id}`)
    check(toleratesTaints(node, one.tolerations), `does not tolerate ${node.id}`)
  }
  const required = one.topology?.required
  if (required !== undefined) check(inOneDomain(w, nodes, required), `is torn over ${required}`)
  const { apartBy } = one
  if (apartBy !== undefined) {
    const domains = nodes.map((node) => domainOf(w, node, apartBy))
    check(!domains.includes(undefined) && new Set(domains).size === nodes.length, `has two replicas in a ${apartBy}`)
  }
  return broken

  function check(isKept: boolean, text: string): void {
    if (!isKept) broken.push(text)
  }
}

function inOneDomain(w: World, nodes: readonly NodeUpsert[], level: string): boolean {
  const domains = new Set(nodes.map((node) => domainOf(w, node, level)))
  return domains.size === 1 && !domains.has(undefined)
}
