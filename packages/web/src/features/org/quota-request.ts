import type { Inputs } from '../../lib/trpc.ts'
import { boundChanges, fieldsOf, isCounted, type BoundName, type Quota, type QuotaFields } from './quota-lines.ts'

export type SetQuota = Inputs['quotas']['set']
type Line = Partial<Record<BoundName, number | string>> & { weight?: number }

/** The request for the change: only what differs, so that a field that somebody else changed meanwhile is kept. */
export function requestOf(before: Quota, fields: QuotaFields): SetQuota {
  const was = fieldsOf(before, Object.keys(fields.lines))
  const lines: Record<string, Line> = {}
  for (const { resource, bound, to } of boundChanges(was, fields))
    lines[resource] = { ...lines[resource], [bound]: to === null ? 'unlimited' : written(resource, to) }
  for (const [resource, { weight }] of Object.entries(fields.lines)) {
    if (Number(was.lines[resource]?.weight ?? 1) !== Number(weight))
      lines[resource] = { ...lines[resource], weight: Number(weight) }
  }
  const named = Object.entries(lines)
  const extended = named.filter(([resource]) => isCounted(resource))
  return {
    ...(before.queue.kind === 'project' ? { project: before.queue.id } : { department: before.queue.id }),
    nodePool: before.nodePool.id,
    ...(Number(fields.rank) === before.rank ? {} : { rank: Number(fields.rank) }),
    ...(fields.minRuntime === was.minRuntime
      ? {}
      : { minRuntime: fields.minRuntime === '' ? null : fields.minRuntime }),
    ...Object.fromEntries(named.filter(([resource]) => !isCounted(resource))),
    ...(extended.length === 0 ? {} : { extended: Object.fromEntries(extended) as SetQuota['extended'] }),
  }
}

/** As the API takes it: cores, devices, pieces, or memory with its unit. */
function written(resource: string, amount: number): number | string {
  if (resource === 'memory') return `${amount}Mi`
  return isCounted(resource) ? amount : amount / 1000
}

type Tried = Inputs['whatIf']['run']['changes'][number]

/** The same as it can be tried on past work, which knows no users and no resources that only some clusters have. `undefined`: nothing of it. */
export function triedOf(request: SetQuota): Tried | undefined {
  const { extended: _extended, minRuntime, project, department, nodePool, rank } = request
  const lines = (['gpu', 'cpu', 'memory'] as const).flatMap((resource): [string, object][] => {
    const { userLimit: _user, ...line } = request[resource] ?? {}
    return Object.keys(line).length > 0 ? [[resource, line]] : []
  })
  const settings = {
    ...(rank === undefined ? {} : { rank }),
    ...(minRuntime === undefined || minRuntime === null ? {} : { minRuntime }),
    ...Object.fromEntries(lines),
  }
  if (Object.keys(settings).length === 0) return undefined
  const queue = project === undefined ? { department } : { project }
  return { kind: 'quota', ...queue, nodePool, ...settings } as Tried
}
