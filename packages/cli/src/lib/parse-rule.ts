import { InvalidArgumentError } from 'commander'

export interface LabelRule {
  key: string
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
  values: string[]
}

const KEY = '[A-Za-z0-9._/-]+'
const VALUE = '[A-Za-z0-9._-]*'
const EXAMPLES = '"zone=a", "zone!=a", "zone in (a,b)", "zone notin (a,b)", "gpu", "!gpu", "cores>8" or "cores<64"'

/** A test on labels in Kubernetes' own words, given any number of times. */
export function rules(text: string, before: LabelRule[] = []): LabelRule[] {
  return [...before, ruleOf(text.trim())]
}

function ruleOf(text: string): LabelRule {
  const compared = new RegExp(`^(${KEY})\\s*(=|==|!=|>|<)\\s*(${VALUE})$`).exec(text)
  if (compared) {
    const [, key = '', sign = '', value = ''] = compared
    const operators = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' } as const
    return { key, operator: operators[sign as keyof typeof operators], values: [value] }
  }
  const listed = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(\\s*(${VALUE}(?:\\s*,\\s*${VALUE})*)\\s*\\)$`).exec(text)
  if (listed) {
    const [, key = '', word = '', values = ''] = listed
    return { key, operator: word === 'in' ? 'In' : 'NotIn', values: values.split(',').map((value) => value.trim()) }
  }
  const [, not = '', key] = new RegExp(`^(!?)\\s*(${KEY})$`).exec(text) ?? []
  if (key === undefined) throw new InvalidArgumentError(`give a rule such as ${EXAMPLES}.`)
  return { key, operator: not === '!' ? 'DoesNotExist' : 'Exists', values: [] }
}

/** `rack:app=web`: a level, and labels of the work to look for. */
export function neighbours(
  text: string,
  before: { level: string; labels: Record<string, string> }[] = [],
): { level: string; labels: Record<string, string> }[] {
  const [, level, pairs] = /^([^:]+):(.+)$/.exec(text) ?? []
  const labels = Object.fromEntries((pairs ?? '').split(',').map((pair) => pair.split('=').map((part) => part.trim())))
  if (level === undefined || Object.entries(labels).some(([key, value]) => key === '' || value === undefined)) {
    throw new InvalidArgumentError('give a level and labels, such as node:app=web or zone:app=web,tier=front.')
  }
  return [...before, { level, labels: labels as Record<string, string> }]
}
