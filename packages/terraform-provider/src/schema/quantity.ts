import type { Value } from '../wire/value.ts'

/** Resources by how people write amounts of them: cores, bytes, devices, and pieces of anything else. */
export type Unit = 'cpu' | 'memory' | 'gpu' | 'pieces'
export const UNLIMITED = 'unlimited'

const WHAT: Record<Unit, { pattern: RegExp; example: string }> = {
  cpu: { pattern: /^(?:\d{1,7}(?:\.\d{1,3})?|\d{1,9}m)$/, example: 'cores such as 64, 0.5 or "500m"' },
  memory: { pattern: /^\d{1,12}(?:\.\d{1,3})?(?:Ki|Mi|Gi|Ti|k|M|G|T)?$/, example: 'a size such as "512Gi"' },
  gpu: { pattern: /^\d{1,6}(?:\.\d{1,3})?$/, example: 'devices such as 8 or 0.5' },
  pieces: { pattern: /^\d{1,7}$/, example: 'a whole number' },
}
const MEMORY_UNITS: Record<string, number> = {
  '': 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
}

/** What is wrong with an amount, as an example of a right one; `undefined` where nothing is. */
export function quantityProblem(unit: Unit, text: string): string | undefined {
  return text === UNLIMITED || WHAT[unit].pattern.test(text) ? undefined : `${WHAT[unit].example}, or "${UNLIMITED}"`
}

/** As the API answers it: thousandths of cores and of devices, MiB, pieces; `null` is without bound. The text is a right one. */
export function amountOf(unit: Unit, text: string): number | null {
  if (text === UNLIMITED) return null
  if (unit === 'pieces') return Number(text)
  if (unit !== 'memory') return text.endsWith('m') ? Number(text.slice(0, -1)) : Math.round(Number(text) * 1000)
  const [, number, suffix] = /^([\d.]+)(\w*)$/.exec(text)!
  return Math.ceil((Number(number) * MEMORY_UNITS[suffix!]!) / 2 ** 20)
}

/** The text of an amount as the API answers it. */
export function quantityText(unit: Unit, amount: number | null): string {
  if (amount === null) return UNLIMITED
  if (unit === 'pieces') return String(amount)
  if (unit !== 'memory') return String(amount / 1000)
  const suffix = amount > 0 && amount % 2 ** 20 === 0 ? 'Ti' : amount > 0 && amount % 2 ** 10 === 0 ? 'Gi' : 'Mi'
  return `${(amount * 2 ** 20) / MEMORY_UNITS[suffix]!}${suffix}`
}

/** Whether two texts mean one amount. */
export function isSameQuantity(unit: Unit): (a: Value, b: Value) => boolean {
  return (a, b) => typeof a === 'string' && typeof b === 'string' && amountOf(unit, a) === amountOf(unit, b)
}

/** As a request carries it. */
export function requestAmount(unit: Unit, text: string): string | number {
  return text === UNLIMITED || unit === 'cpu' || unit === 'memory' ? text : Number(text)
}
