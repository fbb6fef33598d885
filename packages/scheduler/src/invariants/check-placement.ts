import type { WorkloadUpsert } from '../delta.ts'
import { meetsRules } from '../placement/label-rules.ts'
import { isMeant } from '../placement/neighbours.ts'
import { sortedIds } from '../state/id-table.ts'
import { CLUSTER_LEVEL, NODE_LEVEL } from '../state/shapes.ts'
import type { SchedulerState } from '../state/state.ts'
import { poolOf } from '../state/workloads.ts'
import { slotsOf, type Violation } from './violation.ts'

/** What a run says about where it stands, and where that is. */
interface Stand {
  id: string
  spec: Pick<WorkloadUpsert, 'queueId' | 'topology' | 'apartBy' | 'labels' | 'apart' | 'nodeRules' | 'clusterRules'>
  pool: number
  /** Known nodes only. */
  nodes: readonly number[]
}

/**
 * Runs that stand where their rules do not let them: on labels of nodes and clusters, in one domain, apart in themselves and from
 * others of their queue. Labels that changed under a run, and rules that it got later, show here too.
 */
export function checkPlacement(state: SchedulerState): Violation[] {
  const stands = standsOf(state)
  const found: Violation[] = []
  for (const stand of stands) {
    const { id, spec, nodes } = stand
    const report = (text: string): void => void found.push({ kind: 'placement', subject: id, text: `${id} ${text}` })
    const { required } = spec.topology ?? {}
    if (required !== undefined && domainsOf(state, stand, required).size > 1) report(`stands in several of ${required}`)
    if (spec.apartBy !== undefined && hasTwins(state, stand, spec.apartBy))
      report(`stands twice in one ${spec.apartBy}`)
    for (const node of nodes) {
      const { labels, clusterId, name } = state.nodes.upserts[node]!
      const cluster = state.clusters.upserts[state.clusters.table.index.get(clusterId)!]
      if (spec.nodeRules !== undefined && !meetsRules(labels, spec.nodeRules)) report(`may not stand on ${name}`)
      if (spec.clusterRules !== undefined && !meetsRules(cluster?.labels ?? {}, spec.clusterRules)) {
        report(`may not stand in ${cluster?.name ?? clusterId}`)
      }
    }
  }
  for (const stand of stands) {
    for (const rule of stand.spec.apart ?? []) {
      const own = domainsOf(state, stand, rule.level)
      for (const other of stands) {
        const isOther = other !== stand && other.spec.queueId === stand.spec.queueId && other.pool === stand.pool
        if (!isOther || !isMeant(other.spec.labels ?? {}, rule)) continue
        if (own.isDisjointFrom(domainsOf(state, other, rule.level))) continue
        const text = `${stand.id} stands beside ${other.id}, in the same ${rule.level}`
        found.push({ kind: 'placement', subject: stand.id, text })
      }
    }
  }
  return found
}

/** Runs that have rules, or that rules of others may mean. */
function standsOf(state: SchedulerState): Stand[] {
  const { workloads, classes, nodes } = state
  const stands: Stand[] = []
  for (const workload of sortedIds(workloads.table)) {
    if (workloads.runCluster[workload] === -1) continue
    const spec = classes.specs[workloads.class[workload]!]!
    const known = [...slotsOf(state, workload)].filter((node) => nodes.upserts[node] !== undefined)
    stands.push({ id: workloads.table.ids[workload]!, spec, pool: poolOf(state, workload), nodes: known })
  }
  return stands
}

/** The domains that a run stands in; nodes without the label are in none. */
function domainsOf(state: SchedulerState, stand: Stand, level: string): Set<string> {
  return new Set(stand.nodes.flatMap((node) => domainOf(state, stand, node, level) ?? []))
}

function hasTwins(state: SchedulerState, stand: Stand, level: string): boolean {
  const domains = stand.nodes.flatMap((node) => domainOf(state, stand, node, level) ?? [])
  return new Set(domains).size < domains.length
}

function domainOf(state: SchedulerState, { pool }: Stand, node: number, level: string): string | undefined {
  const { id, clusterId, labels } = state.nodes.upserts[node]!
  if (level === NODE_LEVEL) return id
  if (level === CLUSTER_LEVEL) return clusterId
  if (labels[level] === undefined) return undefined
  const topology = state.pools.upserts[pool]?.topology ?? []
  const path = topology.includes(level) ? topology.slice(0, topology.indexOf(level) + 1) : [level]
  return JSON.stringify([clusterId, ...path.map((label) => labels[label] ?? '')])
}
