/** `2000` thousandths of a core is `2`, `460` thousandths of a device is `0.46`. */
export function milli(amount: number): string {
  return String(Math.round(amount) / 1000)
}

const UNITS = ['Mi', 'Gi', 'Ti', 'Pi'] as const

/** `4096` MiB is `4Gi`. At most one digit behind the point. */
export function memory(mib: number): string {
  if (mib === 0) return '0'
  let value = mib
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${Math.round(value * 10) / 10}${UNITS[unit]}`
}

/** An amount of the API as people write it. */
export function amount(resource: string, value: number): string {
  if (resource === 'memory' || resource === 'gpuMemory') return memory(value)
  return resource === 'cpu' || resource === 'gpu' ? milli(value) : String(value)
}

/** As {@link amount}; null is without bound. */
export function bound(resource: string, value: number | null | undefined): string {
  return value === null || value === undefined ? '∞' : amount(resource, value)
}

/** GPUs first, then CPU and memory, then the others by name. */
export function byImportance(a: string, b: string): number {
  const rank = (name: string) => ['gpu', 'cpu', 'memory'].indexOf(name)
  const [x, y] = [rank(a), rank(b)]
  if (x !== -1 || y !== -1) return (x === -1 ? 99 : x) - (y === -1 ? 99 : y)
  return a < b ? -1 : a > b ? 1 : 0
}

/** `1 GPU, 4 CPU, 16Gi`. */
export function requests(amounts: Readonly<Record<string, number>>): string {
  const names: Record<string, string> = { gpu: ' GPU', cpu: ' CPU', memory: '' }
  return Object.entries(amounts)
    .toSorted(([a], [b]) => byImportance(a, b))
    .map(([name, value]) => (name in names ? `${amount(name, value)}${names[name]}` : `${value} ${name}`))
    .join(', ')
}

/** What a gang asks for of one resource: `2x8`, or `8` for a single replica. */
export function perReplica(replicas: number, resource: string, value: number | undefined): string {
  if (value === undefined || value === 0) return ''
  return replicas === 1 ? amount(resource, value) : `${replicas}x${amount(resource, value)}`
}

/** `0.4` is `40%`; null says nothing. */
export function percent(share: number | null): string {
  return share === null ? '' : `${Math.floor(share * 100)}%`
}
