import { formatAmount, fromUnit, inUnit, resourceLabel } from '../../lib/format/amounts.ts'
import type { Inputs, Outputs } from '../../lib/trpc.ts'

export type Quota = Outputs['quotas']['list']['items'][number]
export const QUOTA_RESOURCES = ['gpu', 'cpu', 'memory'] as const
export type QuotaResource = (typeof QUOTA_RESOURCES)[number]

/** A bound as it is edited: a number in the unit that people use, or without bound. There is no number that means unlimited. */
export interface BoundField {
  isUnlimited: boolean
  text: string
}

export interface LineFields {
  deserved: BoundField
  limit: BoundField
  weight: string
}

export interface QuotaFields {
  rank: string
  lines: Record<QuotaResource, LineFields>
}

function boundOf(resource: string, amount: number | null): BoundField {
  return { isUnlimited: amount === null, text: amount === null ? '' : String(round(inUnit(resource, amount))) }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** A quota as fields. */
export function fieldsOf(quota: Quota): QuotaFields {
  const line = (resource: QuotaResource): LineFields => {
    const { deserved = null, limit = null, weight = 1 } = quota.resources[resource] ?? {}
    return { deserved: boundOf(resource, deserved), limit: boundOf(resource, limit), weight: String(weight) }
  }
  return { rank: String(quota.rank), lines: { gpu: line('gpu'), cpu: line('cpu'), memory: line('memory') } }
}

/** What a bound says: an amount as the API counts it, `null` without bound, `undefined` when it cannot be read. */
export function readBound(resource: string, { isUnlimited, text }: BoundField): number | null | undefined {
  if (isUnlimited) return null
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value >= 0 ? fromUnit(resource, value) : undefined
}

/** What is wrong, by place: `gpu.deserved`, `gpu.limit`, `gpu.weight`, `rank`. Empty when nothing is. */
export function problemsOf(fields: QuotaFields): Record<string, string> {
  const problems: Record<string, string> = {}
  const rank = Number(fields.rank)
  if (!Number.isInteger(rank) || Math.abs(rank) > 1000) problems['rank'] = 'A whole number between -1,000 and 1,000'
  for (const resource of QUOTA_RESOURCES) {
    const line = fields.lines[resource]
    const deserved = readBound(resource, line.deserved)
    const limit = readBound(resource, line.limit)
    const weight = Number(line.weight)
    if (deserved === undefined) problems[`${resource}.deserved`] = 'A number, or unlimited'
    if (limit === undefined) problems[`${resource}.limit`] = 'A number, or unlimited'
    if (line.weight.trim() === '' || !(weight >= 0 && weight <= 1_000_000))
      problems[`${resource}.weight`] = 'A number from 0'
    if (limit !== null && limit !== undefined && deserved !== undefined && (deserved === null || deserved > limit))
      problems[`${resource}.limit`] = 'Not below deserved: part of that could never be used'
  }
  return problems
}

export interface QuotaChange {
  what: string
  before: string
  after: string
}

/** What would change, in words. */
export function changesOf(before: Quota, fields: QuotaFields): QuotaChange[] {
  const was = fieldsOf(before)
  const changes: QuotaChange[] = []
  if (Number(fields.rank) !== before.rank)
    changes.push({ what: 'Rank', before: String(before.rank), after: fields.rank })
  for (const resource of QUOTA_RESOURCES) {
    const [old, next] = [was.lines[resource], fields.lines[resource]]
    for (const bound of ['deserved', 'limit'] as const) {
      const a = readBound(resource, old[bound])
      const b = readBound(resource, next[bound])
      if (b !== undefined && a !== b)
        changes.push({ what: `${resourceLabel(resource)} ${bound}`, before: say(resource, a), after: say(resource, b) })
    }
    if (Number(old.weight) !== Number(next.weight))
      changes.push({ what: `${resourceLabel(resource)} weight`, before: old.weight, after: next.weight })
  }
  return changes
}

function say(resource: string, amount: number | null | undefined): string {
  return amount === null ? 'unlimited' : formatAmount(resource, amount)
}

type SetQuota = Inputs['quotas']['set']

/** The request for the change: only what differs, so that a field that somebody else changed meanwhile is kept. */
export function requestOf(before: Quota, fields: QuotaFields): SetQuota {
  const was = fieldsOf(before)
  const request: SetQuota = {
    ...(before.queue.kind === 'project' ? { project: before.queue.id } : { department: before.queue.id }),
    nodePool: before.nodePool.id,
  }
  if (Number(fields.rank) !== before.rank) request.rank = Number(fields.rank)
  for (const resource of QUOTA_RESOURCES) {
    const [old, next] = [was.lines[resource], fields.lines[resource]]
    const bound = (name: 'deserved' | 'limit') => {
      const after = readBound(resource, next[name])
      if (after === undefined || after === readBound(resource, old[name])) return {}
      return { [name]: after === null ? 'unlimited' : written(resource, after) }
    }
    const line = {
      ...bound('deserved'),
      ...bound('limit'),
      ...(Number(old.weight) === Number(next.weight) ? {} : { weight: Number(next.weight) }),
    }
    if (Object.keys(line).length > 0) request[resource] = line
  }
  return request
}

/** As the API takes it: cores, devices, or memory with its unit. */
function written(resource: QuotaResource, amount: number): number | string {
  return resource === 'memory' ? `${amount}Mi` : amount / 1000
}
