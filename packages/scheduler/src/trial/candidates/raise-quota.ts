import { DEFAULT_QUOTA, type Delta, type Quota, type QueueUpsert } from '../../delta.ts'
import { amountText, bareAmount, listText } from '../../explain/words.ts'
import { sortedIds } from '../../state/id-table.ts'
import type { QueueStanding } from '../../plan.ts'
import type { Candidate, Inquiry } from '../inquiry.ts'
import type { Change, QuotaField, SuggestionCode } from '../suggestion.ts'
import { coarseStep, demandOf } from './amounts.ts'

type Bound = Exclude<QuotaField, 'userLimits'>
type QuotaChange = Change & { kind: 'quota' }

/** More rungs than this are of no use: what is missing then is something else. */
const RUNGS_MAX = 64

/** Larger quotas for its project and the departments above, and more that siblings lend. */
export function raiseQuota(inquiry: Inquiry): Candidate[] {
  if (inquiry.pool === undefined) return []
  const { preemptible } = inquiry.workload
  const candidates: (Candidate | undefined)[] = [
    raiseOnPath(inquiry, 'limit', 'RAISE_LIMIT', 50, ({ allocated }, r) => allocated[r]),
    raiseOnPath(inquiry, 'deserved', 'RAISE_DESERVED', 52, (standing, r) =>
      preemptible ? standing.allocated[r] : standing.allocatedNonPreemptible[r],
    ),
    // What it has left of what it deserves need not be borrowed.
    raiseOnPath(
      inquiry,
      'borrowLimit',
      'RAISE_BORROW_LIMIT',
      53,
      (standing, r, quota) => (standing.allocated[r] ?? 0) - (quota.deserved ?? 0),
    ),
    raiseUserLimits(inquiry),
    ...lendMore(inquiry),
  ]
  return candidates.flatMap((candidate) => candidate ?? [])
}

/** To exactly what it needs beyond what is held; further, where others of the queue would take that first. */
function raiseOnPath(
  inquiry: Inquiry,
  field: Bound,
  code: SuggestionCode,
  rank: number,
  heldOf: (standing: QueueStanding, resource: string, quota: Quota) => number | undefined,
): Candidate | undefined {
  const { workload, path, plan } = inquiry
  const least: (QuotaChange & { step: number; rungs: number })[] = []
  for (const queue of path) {
    const standing = plan.standings.find((one) => one.queueId === queue.id && one.poolId === workload.poolId)
    for (const [resource, demand] of demandOf(workload)) {
      const quota = quotaOf(queue, workload.poolId, resource)
      const from = quota[field] ?? null
      if (from === null || standing === undefined) continue
      const to = (heldOf(standing, resource, quota) ?? 0) + demand
      if (to <= from) continue
      const span = Math.max(demand, (standing.requested[resource] ?? 0) - (standing.allocated[resource] ?? 0))
      const step = coarseStep(resource, demand, span, RUNGS_MAX)
      least.push({ ...changeOf(inquiry, queue, resource, field, from, to), step, rungs: Math.ceil(span / step) })
    }
  }
  if (least.length === 0) return undefined
  const count = Math.max(...least.map(({ rungs }) => rungs))
  const at = (rung: number): Candidate =>
    candidateOf(
      inquiry,
      code,
      rank,
      least.map(({ step, rungs: _rungs, ...change }) => ({ ...change, to: change.to! + rung * step })),
    )
  return { ...at(0), ladder: { count, at } }
}

function raiseUserLimits(inquiry: Inquiry): Candidate | undefined {
  const { workload, path } = inquiry
  if (workload.userId === undefined) return undefined
  const changes: (QuotaChange & { step: number })[] = []
  for (const queue of path) {
    for (const [resource, demand] of demandOf(workload)) {
      const from = queue.pools[workload.poolId]?.userLimits?.[resource]
      if (from === undefined) continue
      const step = coarseStep(resource, demand, demand, RUNGS_MAX)
      changes.push({ ...changeOf(inquiry, queue, resource, 'userLimits', from, from), step })
    }
  }
  if (changes.length === 0) return undefined
  const at = (rung: number): Candidate =>
    candidateOf(
      inquiry,
      'RAISE_USER_LIMIT',
      48,
      changes.map(({ step, ...change }) => ({ ...change, to: change.to! + rung * step })),
    )
  return { ...at(1), ladder: { count: 4 * RUNGS_MAX, at } }
}

/** Siblings on the way up that keep back what they do not use. */
function lendMore(inquiry: Inquiry): Candidate[] {
  const { state, workload, path } = inquiry
  const candidates: Candidate[] = []
  for (const number of sortedIds(state.queues.table)) {
    const sibling = state.queues.upserts[number]!
    if (path.includes(sibling) || !path.some(({ parentId }) => parentId === sibling.parentId)) continue
    for (const [resource, demand] of demandOf(workload)) {
      const quota = quotaOf(sibling, workload.poolId, resource)
      const from = quota.lendLimit ?? null
      const { deserved } = quota
      if (from === null || deserved === null || from >= deserved) continue
      const step = coarseStep(resource, demand, deserved - from, RUNGS_MAX)
      const change = changeOf(inquiry, sibling, resource, 'lendLimit', from, from)
      const at = (rung: number): Candidate =>
        candidateOf(inquiry, 'RAISE_LEND_LIMIT', 54, [{ ...change, to: Math.min(deserved, from + rung * step) }])
      candidates.push({ ...at(1), ladder: { count: Math.ceil((deserved - from) / step), at } })
    }
  }
  return candidates
}

function changeOf(
  { workload }: Inquiry,
  queue: QueueUpsert,
  resource: string,
  field: QuotaField,
  from: number,
  to: number,
): QuotaChange {
  return { kind: 'quota', queueId: queue.id, poolId: workload.poolId, resource, field, from, to }
}

const WORDS: Record<QuotaField, string> = {
  limit: 'the limit',
  deserved: 'the guaranteed quota',
  borrowLimit: 'what may be borrowed',
  lendLimit: 'what is lent',
  userLimits: 'the limit of each user',
}

function candidateOf(inquiry: Inquiry, code: SuggestionCode, rank: number, changes: QuotaChange[]): Candidate {
  const { state, path } = inquiry
  const changed = new Map<string, QueueUpsert>()
  const parts = changes.map((change) => {
    const queue = changed.get(change.queueId) ?? state.queues.upserts[state.queues.table.index.get(change.queueId)!]!
    changed.set(change.queueId, withQuota(queue, change))
    const isAbove = path.slice(1).some(({ id }) => id === change.queueId) || hasChildren(inquiry, change.queueId)
    const name = `${isAbove ? 'department' : 'project'} ${queue.name}`
    const { resource, from, to } = change
    return `of ${name} from ${bareAmount(resource, from!)} to ${amountText(resource, to!)}`
  })
  const verb = `raise ${WORDS[changes[0]!.field]}`
  const deltas: Delta[] = [...changed.values()]
  return { code, by: 'admin', rank, text: `${verb} ${listText(parts)}`, changes, deltas }
}

function hasChildren({ state }: Inquiry, queueId: string): boolean {
  return state.queues.upserts.some((queue) => queue?.parentId === queueId)
}

function quotaOf(queue: QueueUpsert, poolId: string, resource: string): Quota {
  const kind = resource === 'cpu' || resource === 'memory' ? resource : 'other'
  return queue.pools[poolId]?.quotas[resource] ?? DEFAULT_QUOTA[kind]
}

function withQuota(queue: QueueUpsert, { poolId, resource, field, to }: QuotaChange): QueueUpsert {
  const pool = queue.pools[poolId] ?? { rank: 0, quotas: {} }
  const next =
    field === 'userLimits'
      ? { ...pool, userLimits: { ...pool.userLimits, [resource]: to! } }
      : { ...pool, quotas: { ...pool.quotas, [resource]: { ...quotaOf(queue, poolId, resource), [field]: to } } }
  return { ...queue, pools: { ...queue.pools, [poolId]: next } }
}
