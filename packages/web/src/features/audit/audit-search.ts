import { defined, intOf, oneOf, textOf } from '../../lib/search.ts'
import { SINCE, type Since } from '../workloads/workload-filter.ts'

export interface AuditSearch {
  action?: string
  actor?: string
  object?: string
  since?: Since
  /** The entry whose details are open. */
  entry?: number
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return defined({
    action: textOf(search['action']),
    actor: textOf(search['actor']),
    object: textOf(search['object']),
    since: oneOf(search['since'], SINCE),
    entry: intOf(search['entry'], 1, Number.MAX_SAFE_INTEGER),
  })
}
