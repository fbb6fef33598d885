import {
  formatAmount,
  fromUnit,
  inUnit,
  MAIN_RESOURCES,
  resourceLabel,
  resourceNames,
} from '../../lib/format/amounts.ts'
import { DURATION_TEXT, writtenDuration } from '../../lib/format/duration-text.ts'
import type { Outputs } from '../../lib/trpc.ts'

export type Quota = Omit<Outputs['quotas']['list']['items'][number], 'warnings'>
/** The resources that every cluster has, each a column of the tree. */
export const QUOTA_RESOURCES = MAIN_RESOURCES

/** A bound as it is edited: a number in the unit that people use, or without bound. There is no number that means unlimited. */
export interface BoundField {
  isUnlimited: boolean
  text: string
}

/** Bounds of a resource by the API's own names, with the words for them. */
export const BOUND_WORDS = {
  deserved: 'deserved',
  limit: 'limit',
  borrowLimit: 'borrow limit',
  lendLimit: 'lend limit',
  userLimit: 'user limit',
} as const
export type BoundName = keyof typeof BOUND_WORDS
export const BOUNDS = Object.keys(BOUND_WORDS) as BoundName[]

export interface LineFields extends Record<BoundName, BoundField> {
  weight: string
}

export interface QuotaFields {
  rank: string
  /** Empty: as the queue above. */
  minRuntime: string
  lines: Record<string, LineFields>
}

/** Resources that can be given a quota: those of every cluster, and what else the quota names or the pool has. */
export function quotaResources(quota: Quota, capacity: Readonly<Record<string, number>> = {}): string[] {
  const main = Object.fromEntries(MAIN_RESOURCES.map((name) => [name, 0]))
  return resourceNames(main, quota.resources, quota.userLimits, capacity)
}

function boundOf(resource: string, amount: number | null): BoundField {
  return { isUnlimited: amount === null, text: amount === null ? '' : String(round(inUnit(resource, amount))) }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** What is set, as the API counts it; `null` is without bound. */
function amountOf(quota: Quota, resource: string, bound: BoundName): number | null {
  if (bound === 'userLimit') return quota.userLimits[resource] ?? null
  return quota.resources[resource]?.[bound] ?? null
}

/** A quota as fields. */
export function fieldsOf(quota: Quota, resources: readonly string[] = quotaResources(quota)): QuotaFields {
  const lineOf = (resource: string) => ({
    ...(Object.fromEntries(
      BOUNDS.map((bound) => [bound, boundOf(resource, amountOf(quota, resource, bound))]),
    ) as Record<BoundName, BoundField>),
    weight: String(quota.resources[resource]?.weight ?? 1),
  })
  return {
    rank: String(quota.rank),
    minRuntime: quota.minRuntimeSeconds === null ? '' : writtenDuration(quota.minRuntimeSeconds),
    lines: Object.fromEntries(resources.map((resource) => [resource, lineOf(resource)])),
  }
}

/** What a bound says: an amount as the API counts it, `null` without bound, `undefined` when it cannot be read. */
export function readBound(resource: string, { isUnlimited, text }: BoundField): number | null | undefined {
  if (isUnlimited) return null
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value) || value < 0 || (isCounted(resource) && !Number.isInteger(value))) return undefined
  return fromUnit(resource, value)
}

/** Whether a resource comes in pieces. */
export function isCounted(resource: string): boolean {
  return !MAIN_RESOURCES.some((name) => name === resource)
}

/** What is wrong, by place: `gpu.deserved`, `gpu.limit`, `gpu.weight`, `rank`, `minRuntime`. Empty when nothing is. */
export function problemsOf(fields: QuotaFields): Record<string, string> {
  const problems: Record<string, string> = {}
  const rank = Number(fields.rank)
  if (!Number.isInteger(rank) || Math.abs(rank) > 1000) problems['rank'] = 'A whole number between -1,000 and 1,000'
  if (fields.minRuntime !== '' && !DURATION_TEXT.test(fields.minRuntime)) problems['minRuntime'] = 'Such as 30m or 2h'
  for (const [resource, line] of Object.entries(fields.lines)) {
    for (const bound of BOUNDS) {
      if (readBound(resource, line[bound]) === undefined)
        problems[`${resource}.${bound}`] = isCounted(resource)
          ? 'A whole number, or unlimited'
          : 'A number, or unlimited'
    }
    const weight = Number(line.weight)
    if (line.weight.trim() === '' || !(weight >= 0 && weight <= 1_000_000))
      problems[`${resource}.weight`] = 'A number from 0'
    const [deserved, limit] = [readBound(resource, line.deserved), readBound(resource, line.limit)]
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
  const was = fieldsOf(before, Object.keys(fields.lines))
  const changes: QuotaChange[] = []
  if (Number(fields.rank) !== before.rank)
    changes.push({ what: 'Rank', before: String(before.rank), after: fields.rank })
  if (fields.minRuntime !== was.minRuntime)
    changes.push({
      what: 'Safe from preemption',
      before: was.minRuntime || INHERITED,
      after: fields.minRuntime || INHERITED,
    })
  for (const { resource, bound, from, to } of boundChanges(was, fields))
    changes.push({
      what: `${resourceLabel(resource)} ${BOUND_WORDS[bound]}`,
      before: say(resource, from),
      after: say(resource, to),
    })
  for (const [resource, { weight }] of Object.entries(fields.lines)) {
    const old = was.lines[resource]?.weight ?? '1'
    if (Number(old) !== Number(weight))
      changes.push({ what: `${resourceLabel(resource)} weight`, before: old, after: weight })
  }
  return changes
}

const INHERITED = 'as the queue above'

/** Bounds that differ, in the order in which they are shown. */
export function boundChanges(was: QuotaFields, fields: QuotaFields) {
  return Object.entries(fields.lines).flatMap(([resource, next]) =>
    BOUNDS.flatMap((bound) => {
      const old = was.lines[resource]
      const from = old && readBound(resource, old[bound])
      const to = readBound(resource, next[bound])
      return to === undefined || from === to ? [] : [{ resource, bound, from, to }]
    }),
  )
}

function say(resource: string, amount: number | null | undefined): string {
  return amount === null ? 'unlimited' : formatAmount(resource, amount)
}
