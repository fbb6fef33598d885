import { defined, intOf, oneOf, textOf } from '../../lib/search.ts'
import { SINCE, type Since } from '../workloads/workload-search.ts'

export interface AuditSearch {
  action?: string
  actor?: string
  object?: string
  /** What one request did. */
  request?: string
  since?: Since
  /** A saved view to open: what it shows takes the place of this address. */
  view?: string
  /** The entry whose details are open. */
  entry?: number
}

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return defined({
    action: textOf(search['action']),
    actor: textOf(search['actor']),
    object: textOf(search['object']),
    request: textOf(search['request']),
    since: oneOf(search['since'], SINCE),
    view: textOf(search['view'], 36),
    entry: intOf(search['entry'], 1, Number.MAX_SAFE_INTEGER),
  })
}
