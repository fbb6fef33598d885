import { formatNumber, UNKNOWN } from './numbers.ts'

/** The resources that every cluster has, in the order in which they are shown. Others follow by name. */
export const MAIN_RESOURCES = ['gpu', 'cpu', 'memory'] as const

const NAMES: Record<string, string> = { cpu: 'CPU', memory: 'Memory', gpu: 'GPU' }

/** How a resource is called on screen. */
export function resourceLabel(resource: string): string {
  return NAMES[resource] ?? resource
}

/** The unit that stands in a header above amounts of a resource. */
export function resourceUnit(resource: string): string {
  if (resource === 'cpu') return 'cores'
  if (resource === 'memory') return 'GiB'
  if (resource === 'gpu') return 'devices'
  return ''
}

/** The value in the unit of {@link resourceUnit}: the API counts CPU and GPU in thousandths and memory in MiB. */
export function inUnit(resource: string, amount: number): number {
  if (resource === 'cpu' || resource === 'gpu') return amount / 1000
  if (resource === 'memory') return amount / 1024
  return amount
}

/** The other way round: from what people type to what the API counts. */
export function fromUnit(resource: string, value: number): number {
  if (resource === 'cpu' || resource === 'gpu') return Math.round(value * 1000)
  if (resource === 'memory') return Math.round(value * 1024)
  return value
}

/** The number alone, for columns whose header names the unit. */
export function formatAmount(resource: string, amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return UNKNOWN
  const value = inUnit(resource, amount)
  return formatNumber(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2)
}

/** With its unit, for sentences and tiles: `12.5 cores`, `1.5 TiB`, `3 GPUs`. */
export function describeAmount(resource: string, amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return UNKNOWN
  if (resource === 'memory') return formatMemory(amount)
  const text = formatAmount(resource, amount)
  if (resource === 'cpu') return `${text} ${text === '1' ? 'core' : 'cores'}`
  if (resource === 'gpu') return `${text} ${text === '1' ? 'GPU' : 'GPUs'}`
  return `${text} ${resource}`
}

/** Memory in the largest binary unit that leaves at least one before the point. */
export function formatMemory(mebibytes: number): string {
  const size = Math.abs(mebibytes)
  if (size === 0) return '0'
  if (size >= 2 ** 20) return `${formatNumber(mebibytes / 2 ** 20, 1)} TiB`
  if (size >= 1024) return `${formatNumber(mebibytes / 1024, size >= 100 * 1024 ? 0 : 1)} GiB`
  return `${formatNumber(mebibytes)} MiB`
}

/** All of a list of resources in one line, GPUs first: `8 GPUs · 32 cores · 256 GiB`. */
export function describeAmounts(amounts: Readonly<Record<string, number>>): string {
  const parts = resourceNames(amounts)
    .filter((name) => (amounts[name] ?? 0) !== 0)
    .map((name) => describeAmount(name, amounts[name]))
  return parts.length > 0 ? parts.join(' · ') : UNKNOWN
}

/** Names of the resources in a list: GPU, CPU, memory, then the rest by name. */
export function resourceNames(...lists: Readonly<Record<string, unknown>>[]): string[] {
  const names = new Set(lists.flatMap((list) => Object.keys(list)))
  const main = MAIN_RESOURCES.filter((name) => names.delete(name))
  return [...main, ...[...names].sort()]
}
