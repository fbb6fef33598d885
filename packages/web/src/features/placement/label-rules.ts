import type { Inputs } from '../../lib/trpc.ts'

export type LabelRule = NonNullable<Inputs['projects']['update']['clusterRules']>[number]

const KEY = '[A-Za-z0-9._/-]+'
const VALUE = '[A-Za-z0-9._-]*'
const COMPARED = new RegExp(`^(${KEY})\\s*(==|=|!=|>|<)\\s*(${VALUE})$`)
const LISTED = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(\\s*(${VALUE}(?:\\s*,\\s*${VALUE})*)\\s*\\)$`)
const PRESENT = new RegExp(`^(!?)\\s*(${KEY})$`)
const SIGNS = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' } as const

/** Tests on labels, one a line, in the words of Kubernetes and of the CLI: `zone in (a,b)`, `cores>8`, `!spot`. */
export function readRules(text: string): { rules: LabelRule[]; error: string | undefined } {
  const rules: LabelRule[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const rule = readRule(line.trim())
    if (typeof rule === 'string') return { rules, error: `line ${index + 1}: ${rule}` }
    rules.push(rule)
  }
  return { rules, error: undefined }
}

/** One test, or what is wrong with it. */
export function readRule(line: string): LabelRule | string {
  const [, comparedKey, sign = '=', value = ''] = COMPARED.exec(line) ?? []
  if (comparedKey !== undefined) {
    const operator = SIGNS[sign as keyof typeof SIGNS]
    const isNumber = /^-?\d{1,15}$/.test(value)
    if ((sign === '>' || sign === '<') && !isNumber) return `${sign} needs a whole number, such as cores>8`
    return { key: comparedKey, operator, values: [value] }
  }
  const [, listedKey, word, values = ''] = LISTED.exec(line) ?? []
  if (listedKey !== undefined)
    return {
      key: listedKey,
      operator: word === 'in' ? 'In' : 'NotIn',
      values: values.split(',').map((one) => one.trim()),
    }
  const [, not, key] = PRESENT.exec(line) ?? []
  if (key === undefined) return 'write zone=a, zone in (a,b), zone notin (a,b), gpu, !gpu, cores>8 or cores<64'
  return { key, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: [] }
}

/** A test as {@link readRules} reads it. */
export function ruleText({ key, operator, values = [] }: LabelRule): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  if (operator === 'Gt' || operator === 'Lt') return `${key}${operator === 'Gt' ? '>' : '<'}${values[0] ?? ''}`
  const isIn = operator === 'In'
  if (values.length === 1) return `${key}${isIn ? '=' : '!='}${values[0] ?? ''}`
  return `${key} ${isIn ? 'in' : 'notin'} (${values.join(',')})`
}

/** Tests as lines. */
export function writeRules(rules: readonly LabelRule[]): string {
  return rules.map(ruleText).join('\n')
}
