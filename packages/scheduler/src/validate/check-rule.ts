import type { LabelRule } from '../delta.ts'
import type { Report } from './refusal.ts'

const WHOLE_NUMBER = /^[+-]?\d+$/

/** How many values an operator takes: from, to, in words. */
const VALUES: Readonly<Record<LabelRule['operator'], readonly [from: number, to: number, text: string]>> = {
  In: [1, Infinity, 'one value or more'],
  NotIn: [1, Infinity, 'one value or more'],
  Exists: [0, 0, 'no values'],
  DoesNotExist: [0, 0, 'no values'],
  Gt: [1, 1, 'one whole number'],
  Lt: [1, 1, 'one whole number'],
}

/** Rules on labels that could never be read as they were meant; `field` is where they stand. */
export function checkRules(report: Report, field: string, rules: readonly LabelRule[] | undefined): void {
  for (const [i, rule] of (rules ?? []).entries()) checkRule(report, `${field}[${i}]`, rule)
}

function checkRule(report: Report, field: string, { key, operator, values }: LabelRule): void {
  if (key === '') report(`${field}.key`, 'RULE_INVALID', `${field}.key is empty; name the label that the rule is about`)
  if (!Object.hasOwn(VALUES, operator)) {
    const known = Object.keys(VALUES).join(', ')
    report(`${field}.operator`, 'RULE_INVALID', `${field}.operator is "${operator}"; use one of ${known}`)
    return
  }
  const [from, to, text] = VALUES[operator]
  if (values.length < from || values.length > to) {
    report(
      `${field}.values`,
      'RULE_INVALID',
      `${operator} takes ${text}, and ${field} has ${values.length}; change its values`,
    )
  } else if ((operator === 'Gt' || operator === 'Lt') && !WHOLE_NUMBER.test(values[0]!)) {
    report(
      `${field}.values`,
      'RULE_INVALID',
      `${operator} takes one whole number, and ${field} has "${values[0]}"; write it in digits`,
    )
  }
}
