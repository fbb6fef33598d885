import { api } from '../../lib/trpc.ts'
import type { Permission } from '@fairlead/control-plane/permissions'
import type { WorkloadChange } from '../workloads/change.ts'
import type { Why } from './gates.ts'

export type Suggestion = NonNullable<Why['suggestions']>[number]

/** One request that carries out a part of a suggestion, and who may send it. */
export interface Step {
  permission: Permission
  run: () => Promise<unknown>
}

type Change = Suggestion['changes'][number]
type Amounts = Readonly<Record<string, number>>

/** What carries out a suggestion. `undefined` where the console has no request for one of its parts: nodes to add, or time to wait. */
export function stepsOf(suggestion: Suggestion, workload: string): Step[] | undefined {
  const { changes, command } = suggestion
  // Without a command it is about what the reader may not see, or about machines. A rule of the project is changed by who answers for it.
  if (command === null || command.startsWith('fairlead project ') || changes.length === 0) return undefined
  const steps = changes.map((change) => stepOf(change, workload))
  return steps.includes(undefined) ? undefined : steps.filter((step) => step !== undefined)
}

function stepOf(change: Change, workload: string): Step | undefined {
  if (change.kind === 'quota')
    return { permission: 'quota:write', run: () => setQuota(change as unknown as QuotaChange) }
  if (change.kind === 'cluster' && change['set'] === 'resumed') {
    const cluster = String(change['clusterId'])
    return { permission: 'cluster:write', run: () => api.clusters.update.mutate({ cluster, paused: false }) }
  }
  if (change.kind !== 'workload') return undefined
  const { submittedAt, ...set } = change['set'] as EngineChange
  if (submittedAt !== undefined && Object.keys(set).length === 0)
    return { permission: 'queue:write', run: () => api.queues.move.mutate({ workload, to: 'first' }) }
  if (submittedAt !== undefined) return undefined
  return { permission: 'workload:control', run: () => changeWorkload(workload, set) }
}

interface QuotaChange {
  queueId: string
  poolId: string
  resource: string
  field: 'deserved' | 'limit' | 'borrowLimit' | 'lendLimit' | 'userLimits'
  to: number | null
}

async function setQuota({ queueId, poolId, resource, field, to }: QuotaChange): Promise<unknown> {
  const { items } = await api.queues.list.query({ nodePool: poolId })
  const kind = items.find(({ queue }) => queue.id === queueId)?.queue.kind ?? 'project'
  const line = { [field === 'userLimits' ? 'userLimit' : field]: to === null ? 'unlimited' : written(resource, to) }
  const lines = isMain(resource) ? { [resource]: line } : { extended: { [resource]: line } }
  return await api.quotas.set.mutate({ [kind]: queueId, nodePool: poolId, ...lines })
}

/** What a workload should ask for, in the engine's words. */
interface EngineChange {
  poolId?: string
  submittedAt?: number
  requests?: Amounts
  timeLimitMs?: number | null
  clusterIds?: string[]
  clusterRules?: { key: string; operator: string; values: string[] }[]
  [field: string]: unknown
}

async function changeWorkload(workload: string, set: EngineChange): Promise<unknown> {
  return await api.workloads.change.mutate({ workload, ...changeFrom(set, await rulesOfProject(workload, set)) })
}

/** Rules that stand above those of the workload, where the change is about rules: they are not its own. */
async function rulesOfProject(workload: string, { clusterRules }: EngineChange): Promise<readonly unknown[]> {
  if (clusterRules === undefined) return []
  const { project } = await api.workloads.get.query({ workload })
  const { items } = await api.projects.list.query({})
  return items.find(({ id }) => id === project.id)?.clusterRules ?? []
}

const SPEC = ['priority', 'preemptible', 'replicas', 'replicasMin'] as const
const PLACEMENT = ['nodeSelector', 'tolerations', 'nodeRules', 'topology', 'apartBy', 'near', 'apart'] as const

/** The engine's words as the API takes them. */
export function changeFrom(set: EngineChange, ofProject: readonly unknown[]): WorkloadChange {
  const { poolId, requests, timeLimitMs, clusterIds, clusterRules } = set
  const taken = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (set[name] === undefined ? [] : [[name, set[name]]])))
  const above = new Set(ofProject.map((rule) => JSON.stringify(rule)))
  const placement = {
    ...taken(PLACEMENT),
    ...(poolId === undefined ? {} : { nodePool: poolId }),
    ...(clusterIds === undefined ? {} : { clusters: clusterIds }),
    ...(clusterRules === undefined
      ? {}
      : { clusterRules: clusterRules.filter((rule) => !above.has(JSON.stringify(rule))) }),
  }
  const spec = {
    ...taken(SPEC),
    ...(timeLimitMs === undefined ? {} : { timeout: timeLimitMs === null ? null : Math.floor(timeLimitMs / 1000) }),
    ...(requests === undefined ? {} : { resources: resourcesOf(requests) }),
    ...(Object.keys(placement).length === 0 ? {} : { placement }),
  }
  return { spec: spec as NonNullable<WorkloadChange['spec']> }
}

function resourcesOf(requests: Amounts) {
  const main = Object.entries(requests).filter(([resource]) => isMain(resource))
  const others = Object.entries(requests).filter(([resource]) => !isMain(resource))
  return {
    ...Object.fromEntries(main.map(([resource, amount]) => [resource, written(resource, amount)])),
    ...(others.length === 0 ? {} : { extended: Object.fromEntries(others) }),
  }
}

function isMain(resource: string): boolean {
  return ['cpu', 'memory', 'gpu'].includes(resource)
}

/** As the API takes it: cores, devices, pieces, or memory with its unit. */
function written(resource: string, amount: number): number | string {
  if (resource === 'memory') return `${amount}Mi`
  return isMain(resource) ? amount / 1000 : amount
}
