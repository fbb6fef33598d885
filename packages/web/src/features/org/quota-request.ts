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
