import { DEFAULT_QUOTA, type Quota, type QueuePool } from '@fairlead/scheduler'
import { findPool, findQueue, refuse, replace, type Scene } from '../scene.ts'
import type { Change } from '../schemas.ts'

type QuotaChange = Extract<Change, { kind: 'quota' }>
type Line = NonNullable<QuotaChange['gpu']>

/** One queue's quotas in one pool; what is not said stays. */
export function setQuota(scene: Scene, change: QuotaChange, path: string): Scene {
  const { project, department, cpu, memory, gpu, extended = {}, minRuntime } = change
  if ((project === undefined) === (department === undefined)) {
    throw refuse(path, 'a quota belongs to one project or one department: give either')
  }
  const queue = findQueue(scene, project === undefined ? 'department' : 'project', project ?? department ?? '', path)
  const poolId = findPool(scene, change.nodePool, path).id
  const before: QueuePool = queue.pools[poolId] ?? { rank: 0, quotas: {} }
  const quotas = { ...before.quotas }
  const userLimits = { ...before.userLimits }
  for (const [name, line] of Object.entries({ cpu, memory, gpu, ...extended })) {
    if (line === undefined) continue
    quotas[name] = quotaAfter(quotas[name] ?? defaultOf(name), line)
    if (line.userLimit === 'unlimited') delete userLimits[name]
    else if (line.userLimit !== undefined) userLimits[name] = line.userLimit
  }
  const { minRuntimeMs: kept, userLimits: _limits, ...rest } = before
  const minRuntimeMs = minRuntime === undefined ? kept : minRuntime === null ? undefined : minRuntime * 1_000
  const entry: QueuePool = {
    ...rest,
    rank: change.rank ?? before.rank,
    quotas,
    ...(minRuntimeMs === undefined ? {} : { minRuntimeMs }),
    ...(Object.keys(userLimits).length === 0 ? {} : { userLimits }),
  }
  return replace(scene, queue, { ...queue, pools: { ...queue.pools, [poolId]: entry } })
}

function quotaAfter(before: Quota, { weight, userLimit: _user, ...bounds }: Line): Quota {
  const next: Quota = { ...before, ...(weight === undefined ? {} : { weight }) }
  for (const [key, value] of Object.entries(bounds) as [keyof typeof bounds, number | 'unlimited' | undefined][]) {
    if (value !== undefined) next[key] = value === 'unlimited' ? null : value
  }
  return next
}

function defaultOf(name: string): Quota {
  return DEFAULT_QUOTA[name === 'cpu' || name === 'memory' ? name : 'other']
}
