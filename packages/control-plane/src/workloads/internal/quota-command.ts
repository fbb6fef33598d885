import type { AdvisedChange } from '../../app/advisor.ts'
import { amountOption } from './amount-option.ts'
import type { KnownNames } from './command-for.ts'

export type QuotaChange = AdvisedChange & { kind: 'quota' }

const OPTIONS = { deserved: '', limit: '-limit', borrowLimit: '-borrow', lendLimit: '-lend', userLimits: '-user' }
const WORDS = {
  deserved: 'deserved',
  limit: 'limit',
  borrowLimit: 'borrow',
  lendLimit: 'lend',
  userLimits: 'user',
} as const

/** One `fairlead quota set` for each queue and pool, departments first: a project may not deserve more than what it is below. */
export function quotaCommands(changes: readonly QuotaChange[], names: KnownNames): (string | undefined)[] {
  const groups = [...Map.groupBy(changes, ({ queueId, poolId }) => `${queueId} ${poolId}`).values()]
  const isProject = ([first]: QuotaChange[]) => Number(first !== undefined && names.projects.has(first.queueId))
  return groups.toSorted((a, b) => isProject(a) - isProject(b)).map((group) => commandOf(group, names))
}

function commandOf(group: readonly QuotaChange[], names: KnownNames): string | undefined {
  const [first] = group
  if (first === undefined) return undefined
  const department = names.departments.get(first.queueId)
  const whose =
    names.projects.get(first.queueId) ?? (department === undefined ? undefined : `--department ${department}`)
  const pool = names.pools.get(first.poolId)
  if (whose === undefined || pool === undefined) return undefined
  return `fairlead quota set ${whose} --pool ${pool} ${group.map(optionOf).join(' ')}`
}

function optionOf({ resource, field, to }: QuotaChange): string {
  const amount = amountOption(resource, to)
  const isBasic = ['gpu', 'cpu', 'memory'].includes(resource)
  return isBasic ? `--${resource}${OPTIONS[field]} ${amount}` : `--resource ${resource}:${WORDS[field]}=${amount}`
}
