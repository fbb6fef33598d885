import type { Delta } from '../delta.ts'

/** What can be wrong with a delta. Codes are stable; the sentence says what, where and how to fix it. */
export const REFUSAL_CODES = [
  'AMOUNT_INVALID',
  'WEIGHT_INVALID',
  'RANK_INVALID',
  'USAGE_INVALID',
  'TIME_INVALID',
  'PRIORITY_INVALID',
  'QUEUE_UNKNOWN',
  'QUEUE_NOT_LEAF',
  'QUEUE_CYCLE',
  'PARENT_UNKNOWN',
  'POOL_UNKNOWN',
  'DESERVED_OVER_LIMIT',
  'DESERVED_OVER_PARENT',
  'LIMIT_BELOW_HELD',
  'BOUND_WITHOUT_EFFECT',
  'GANG_INVALID',
  'LEVEL_UNKNOWN',
  'TOPOLOGY_REPEATED',
  'FALLBACK_INVALID',
  'RULE_INVALID',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

export interface Refusal {
  object: { kind: Exclude<Delta['kind'], 'remove'>; id: string }
  /** Path to the field, for example `pools.p1.quotas.gpu.limit` or `nodeRules[0].values`. */
  field: string
  code: RefusalCode
  /** `warning`: it can be applied, and does less than it seems to say, or strands something. */
  severity: 'error' | 'warning'
  message: string
}

/** Takes the findings about one object. */
export type Report = (field: string, code: RefusalCode, message: string, severity?: Refusal['severity']) => void

/** Findings about one object are added to `to`. */
export function reporter(to: Refusal[], object: Refusal['object']): Report {
  return (field, code, message, severity = 'error') => void to.push({ object, field, code, severity, message })
}
