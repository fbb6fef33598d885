import { defined, flagOf, oneOf, textOf } from '../../lib/search.ts'

export const QUEUE_RESOURCES = ['gpu', 'cpu', 'memory'] as const
export type QueueResource = (typeof QUEUE_RESOURCES)[number]

export interface QueueSearch {
  pool?: string
  resource?: QueueResource
  /** Only waiting work of this project. */
  project?: string
  /** Only waiting work with this reason. */
  reason?: string
  /** Only waiting work that no waiting helps. */
  permanent?: true
  /** Only waiting work with this in its name. */
  q?: string
  /** The workload whose reason is open beside the list. */
  why?: string
  /** The panel that tries a change. */
  whatIf?: true
}

export function readQueueSearch(search: Record<string, unknown>): QueueSearch {
  return defined({
    pool: textOf(search['pool'], 63),
    resource: oneOf(search['resource'], QUEUE_RESOURCES),
    project: textOf(search['project'], 63),
    reason: textOf(search['reason'], 63),
    permanent: flagOf(search['permanent']),
    q: textOf(search['q'], 100),
    why: textOf(search['why'], 63),
    whatIf: flagOf(search['whatIf']),
  })
}
