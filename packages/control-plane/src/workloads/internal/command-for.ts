import type { LabelRule, WorkloadChange } from '@fairlead/scheduler'
import type { AdvisedChange } from '../../app/advisor.ts'
import { changeCommand } from './change-command.ts'
import { quotaCommands, type QuotaChange } from './quota-command.ts'

/** Names by id, as the reader may see them. */
export interface KnownNames {
  projects: ReadonlyMap<string, string>
  departments: ReadonlyMap<string, string>
  pools: ReadonlyMap<string, string>
  clusters: ReadonlyMap<string, string>
  nodes: ReadonlyMap<string, string>
  /** Whom the advice is about, what each of its replicas asks for, and where its project lets it go. */
  workload: {
    name: string
    project: string
    requests: Readonly<Record<string, number>>
    projectRules: readonly LabelRule[]
  }
}

/** The command line that makes these changes, or null where there is none that makes all of them. */
export function commandFor(changes: readonly AdvisedChange[], names: KnownNames): string | null {
  const isQuota = (change: AdvisedChange): change is QuotaChange => change.kind === 'quota'
  const commands = [
    ...quotaCommands(changes.filter(isQuota), names),
    ...changes
      .filter((change) => !isQuota(change) && change.kind !== 'workload')
      .map((change) => commandOf(change, names)),
    ...workloadCommands(changes, names),
  ]
  const isWhole = commands.length > 0 && commands.every((command) => command !== undefined)
  return isWhole ? commands.join(' && ') : null
}

function commandOf(change: AdvisedChange, names: KnownNames): string | undefined {
  if (change.kind === 'cluster' && change.set === 'resumed') {
    const cluster = names.clusters.get(change.clusterId)
    return cluster === undefined ? undefined : `fairlead cluster resume ${cluster}`
  }
  if (change.kind === 'node') {
    const node = names.nodes.get(change.nodeId)
    return node === undefined ? undefined : `kubectl uncordon ${node}`
  }
  return undefined
}

/** One command for all that the workload should ask for; its place is another matter. */
function workloadCommands(changes: readonly AdvisedChange[], names: KnownNames): (string | undefined)[] {
  const all: WorkloadChange = Object.assign(
    {},
    ...changes.map((change) => (change.kind === 'workload' ? change.set : {})),
  )
  const { submittedAt, ...set } = all
  const { name, project } = names.workload
  return [
    ...(Object.keys(set).length === 0 ? [] : [changeCommand(set, names)]),
    ...(submittedAt === undefined ? [] : [`fairlead queue move ${name} --first --project ${project}`]),
  ]
}
