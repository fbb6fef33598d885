import type { AdvisedChange } from '../../app/advisor.ts'

/** Names by id, as the reader may see them. */
export interface KnownNames {
  projects: ReadonlyMap<string, string>
  departments: ReadonlyMap<string, string>
  pools: ReadonlyMap<string, string>
  clusters: ReadonlyMap<string, string>
  nodes: ReadonlyMap<string, string>
  /** Whom the advice is about. */
  workload: { name: string; project: string }
}

/** The command line that makes these changes, or null where there is none that makes all of them. */
export function commandFor(changes: readonly AdvisedChange[], names: KnownNames): string | null {
  const commands = changes.map((change) => commandOf(change, names))
  const isWhole = commands.length > 0 && commands.every((command) => command !== undefined)
  return isWhole ? commands.join(' && ') : null
}

function commandOf(change: AdvisedChange, names: KnownNames): string | undefined {
  if (change.kind === 'cluster' && change.set === 'resumed') {
    const cluster = names.clusters.get(change.clusterId)
    return cluster === undefined ? undefined : `fairlead cluster resume ${cluster}`
  }
  if (change.kind === 'workload' && Object.keys(change.set).join() === 'submittedAt') {
    return `fairlead queue move ${names.workload.name} --first --project ${names.workload.project}`
  }
  if (change.kind === 'node') {
    const node = names.nodes.get(change.nodeId)
    return node === undefined ? undefined : `kubectl uncordon ${node}`
  }
  return change.kind === 'quota' ? quotaCommand(change, names) : undefined
}

const OPTIONS = { deserved: '', limit: '-limit', borrowLimit: '-borrow', lendLimit: '-lend', userLimits: '-user' }

function quotaCommand(change: AdvisedChange & { kind: 'quota' }, names: KnownNames): string | undefined {
  const { queueId, poolId, resource, field, to } = change
  const project = names.projects.get(queueId)
  const department = names.departments.get(queueId)
  const whose = project ?? (department === undefined ? undefined : `--department ${department}`)
  const pool = names.pools.get(poolId)
  const isSettable = ['gpu', 'cpu', 'memory'].includes(resource)
  if (whose === undefined || pool === undefined || !isSettable) return undefined
  return `fairlead quota set ${whose} --pool ${pool} --${resource}${OPTIONS[field]} ${amountOf(resource, to)}`
}

/** As `fairlead quota set` reads it; exact. */
function amountOf(resource: string, amount: number | null): string {
  if (amount === null) return 'unlimited'
  if (resource === 'gpu') return String(amount / 1_000)
  if (resource === 'cpu') return amount % 1_000 === 0 ? String(amount / 1_000) : `${amount}m`
  return amount % 1_024 === 0 ? `${amount / 1_024}Gi` : `${amount}Mi`
}
