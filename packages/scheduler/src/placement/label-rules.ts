import type { LabelRule } from '../delta.ts'

/** A whole number as Kubernetes writes it; anything else passes neither `Gt` nor `Lt`. */
const WHOLE_NUMBER = /^[+-]?\d+$/

/** Whether labels pass every rule. An absent label passes `NotIn` and `DoesNotExist` only. */
export function meetsRules(labels: Readonly<Record<string, string>>, rules: readonly LabelRule[]): boolean {
  for (const rule of rules)
    if (!meetsRule(Object.hasOwn(labels, rule.key) ? labels[rule.key] : undefined, rule)) return false
  return true
}

/** Whether one label's value (undefined: the label is absent) passes a rule. Numbers are compared exactly, however large. */
export function meetsRule(value: string | undefined, rule: LabelRule): boolean {
  switch (rule.operator) {
    case 'In':
      return value !== undefined && rule.values.includes(value)
    case 'NotIn':
      return value === undefined || !rule.values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
    case 'Lt':
      return isOrdered(value, rule)
  }
}

function isOrdered(value: string | undefined, { operator, values: [bound] }: LabelRule): boolean {
  if (value === undefined || bound === undefined || !WHOLE_NUMBER.test(value) || !WHOLE_NUMBER.test(bound)) return false
  const [here, there] = [BigInt(value), BigInt(bound)]
  return operator === 'Gt' ? here > there : here < there
}
