import { describeAmount, resourceLabel, resourceNames } from '../../lib/format/amounts.ts'
import type { Queue } from '../queues/shares.ts'
import type { Quota } from './quota-lines.ts'

/** Something about a quota that its figures alone do not say. */
export interface QuotaBadge {
  kind: 'blocked' | 'over-promised' | 'unallocated'
  /** `over-promised: GPU`. */
  words: string
  /** One sentence a resource, with numbers. */
  about: string
}

interface Family {
  parent: { name: string; what: string }
  /** What there is to promise; null: without bound. */
  has: number | null
  promised: readonly (number | null)[]
}

/**
 * What stands out among the quotas of one pool: what a department deserves and promises to no project, promises that are more than there is to promise, and queues
 * that may hold nothing at all. By id of the queue; `pool`: of the departments together, as far as all of them are seen.
 */
export function quotaBadges(
  quotas: readonly Quota[],
  queues: readonly Queue[],
  pool: { name: string; capacity: Readonly<Record<string, number>> | undefined },
): { byQueue: ReadonlyMap<string, readonly QuotaBadge[]>; pool: readonly QuotaBadge[] } {
  const parents = new Map(queues.map(({ queue }) => [queue.id, queue.parentId]))
  const departments = quotas.filter(({ queue }) => queue.kind === 'department')
  const projects = quotas.filter(({ queue }) => queue.kind === 'project')
  const resources = resourceNames(...quotas.map((quota) => quota.resources))
  const byQueue = new Map<string, QuotaBadge[]>()
  for (const department of departments) {
    const children = projects.filter(({ queue }) => parents.get(queue.id) === department.queue.id)
    // One that nobody has given a quota, and that has nobody beside it, holds nothing back from what is below it.
    const isOpen = department.updatedAt === null && departments.length === 1
    const families = resources.map((resource) => familyOf(department, children, resource))
    byQueue.set(department.queue.id, [
      ...blockedBadge(department, resources, undefined),
      ...(isOpen ? [] : overBadge(resources, families)),
      ...unallocatedBadge(resources, families),
    ])
    for (const child of children) byQueue.set(child.queue.id, blockedBadge(child, resources, department))
  }
  for (const project of projects)
    if (!byQueue.has(project.queue.id)) byQueue.set(project.queue.id, blockedBadge(project, resources, undefined))
  const seesAll = projects.every(({ queue }) => departments.some((one) => one.queue.id === parents.get(queue.id)))
  const { capacity } = pool
  const whole = resources.map((resource): Family => ({
    parent: { name: pool.name, what: 'departments' },
    has: capacity?.[resource] ?? null,
    // A department without bound promises nothing of its own.
    promised: departments.map((quota) => deservedOf(quota, resource) ?? 0),
  }))
  return { byQueue, pool: seesAll ? [...overBadge(resources, whole), ...unallocatedBadge(resources, whole)] : [] }
}

function deservedOf({ resources }: Quota, resource: string): number | null {
  return resources[resource]?.deserved ?? null
}

function familyOf(department: Quota, children: readonly Quota[], resource: string): Family {
  return {
    parent: { name: department.queue.name, what: 'projects' },
    has: deservedOf(department, resource),
    // What has no bound by default promises nothing: only what somebody has set does.
    promised: children.map((child) => deservedOf(child, resource) ?? (child.updatedAt === null ? 0 : null)),
  }
}

function overBadge(resources: readonly string[], families: readonly Family[]): QuotaBadge[] {
  return badge('over-promised', resources, (resource, at) => {
    const { has, promised, parent } = families[at]!
    if (has === null) return undefined
    const sum = promised.includes(null) ? Infinity : total(promised)
    if (sum <= has) return undefined
    const said = sum === Infinity ? 'amounts without bound' : describeAmount(resource, sum)
    return `the ${parent.what} deserve ${said} and ${parent.name} has ${describeAmount(resource, has)}, so that each gets less than promised when all ask`
  })
}

function unallocatedBadge(resources: readonly string[], families: readonly Family[]): QuotaBadge[] {
  return badge('unallocated', resources, (resource, at) => {
    const { has, promised, parent } = families[at]!
    const sum = total(promised)
    const isPool = parent.what === 'departments'
    if (has === null || promised.includes(null) || has <= sum || (isPool && sum === 0)) return undefined
    const rest = describeAmount(resource, has - sum)
    return `${rest} of the ${describeAmount(resource, has)} of ${parent.name} are promised to none of its ${parent.what}, and are shared as what is left over`
  })
}

function blockedBadge(quota: Quota, resources: readonly string[], above: Quota | undefined): QuotaBadge[] {
  return badge('blocked', resources, (resource) => {
    if (ceilingOf(quota, resource) === 0)
      return `${quota.queue.name} deserves 0 and may borrow 0, so that nothing of it that asks for this starts`
    if (above && ceilingOf(above, resource) === 0)
      return `its department ${above.queue.name} deserves 0 and may borrow 0, so that nothing below it that asks for this starts`
    return undefined
  })
}

/** The most that a queue may ever hold by its own quota. */
function ceilingOf({ resources }: Quota, resource: string): number {
  const { deserved, limit, borrowLimit } = resources[resource] ?? { deserved: null, limit: null }
  const reach = deserved === null ? Infinity : deserved + (borrowLimit ?? Infinity)
  return Math.min(limit ?? Infinity, reach)
}

function badge(
  kind: QuotaBadge['kind'],
  resources: readonly string[],
  say: (resource: string, at: number) => string | undefined,
): QuotaBadge[] {
  const said = resources.flatMap((resource, at) => {
    const text = say(resource, at)
    return text === undefined ? [] : [{ label: resourceLabel(resource), text }]
  })
  if (said.length === 0) return []
  return [
    {
      kind,
      words: `${kind}: ${said.map(({ label }) => label).join(', ')}`,
      about: said.map(({ label, text }) => `${label}: ${text}.`).join(' '),
    },
  ]
}

function total(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)
}
