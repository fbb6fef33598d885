import type { LabelRule } from '../delta.ts'

/** An amount in the words of people: "3 GPUs", "0.5 GPU", "4 cores", "64 GiB", "2 nvidia.com/mig-1g.10gb". */
export function amountText(resource: string, amount: number): string {
  if (resource === 'gpu') return `${numberText(amount / 1_000)} ${amount > 1_000 || amount === 0 ? 'GPUs' : 'GPU'}`
  if (resource === 'cpu') return `${numberText(amount / 1_000)} ${amount > 1_000 || amount === 0 ? 'cores' : 'core'}`
  if (resource === 'memory') return amount >= 1_024 ? `${numberText(amount / 1_024)} GiB` : `${numberText(amount)} MiB`
  return `${numberText(amount)} ${resource}`
}

/** The number alone, where the resource was named before. */
export function bareAmount(resource: string, amount: number): string {
  if (resource === 'gpu' || resource === 'cpu') return numberText(amount / 1_000)
  return resource === 'memory' ? amountText(resource, amount) : numberText(amount)
}

/** An amount as a number of GPUs, cores, GiB or pieces. */
export function peopleUnits(resource: string, amount: number): number {
  if (resource === 'gpu' || resource === 'cpu') return amount / 1_000
  return resource === 'memory' ? amount / 1_024 : amount
}

/** At most two decimals, rounded towards zero so that no text promises more than there is. */
function numberText(value: number): string {
  return String(Math.trunc(value * 100) / 100)
}

/** "1 node", "3 nodes". */
export function countText(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

/** "zone in a, b", "gpus > 4", "spot does not exist". */
export function ruleText({ key, operator, values }: LabelRule): string {
  const words = {
    In: `in ${values.join(', ')}`,
    NotIn: `not in ${values.join(', ')}`,
    Exists: 'exists',
    DoesNotExist: 'does not exist',
    Gt: `> ${values[0]}`,
    Lt: `< ${values[0]}`,
  }
  return `${key} ${words[operator]}`
}
