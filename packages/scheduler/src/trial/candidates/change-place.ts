import { find, ofWorkload, type Candidate, type Inquiry } from '../inquiry.ts'
import { poolClusters } from './pool-nodes.ts'

const PROPOSED_MAX = 6

/** Another pool, more clusters, or a queue that takes work. */
export function changePlace(inquiry: Inquiry): Candidate[] {
  return [...otherPools(inquiry), ...moreClusters(inquiry), ...otherQueues(inquiry)]
}

function otherPools(inquiry: Inquiry): Candidate[] {
  const { workload, poolIds, state } = inquiry
  const tried = new Set([workload.poolId, ...(workload.fallbackPoolIds ?? [])])
  return poolIds
    .filter((id) => !tried.has(id))
    .slice(0, PROPOSED_MAX)
    .flatMap((poolId) => {
      const pool = find(state.pools, poolId)
      const text = `submit it to pool ${pool?.name}`
      return pool === undefined ? [] : [ofWorkload(inquiry, { code: 'USE_POOL', rank: 20, text, set: { poolId } })]
    })
}

function moreClusters(inquiry: Inquiry): Candidate[] {
  const { clusterIds } = inquiry.workload
  if (clusterIds.length === 0) return []
  return poolClusters(inquiry)
    .filter(({ id }) => !clusterIds.includes(id))
    .slice(0, PROPOSED_MAX)
    .map(({ id, name }) => {
      const set = { clusterIds: [...clusterIds, id] }
      return ofWorkload(inquiry, { code: 'ALLOW_CLUSTERS', rank: 18, text: `allow cluster ${name}, too`, set })
    })
}

/** Projects of the department to which it was submitted by mistake. */
function otherQueues(inquiry: Inquiry): Candidate[] {
  const { failed, state, workload } = inquiry
  if (!failed.has('queue')) return []
  const children = state.queues.upserts.flatMap((queue) =>
    queue !== undefined && queue.parentId === workload.queueId ? [queue] : [],
  )
  return children
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, PROPOSED_MAX)
    .map(({ id, name }) => {
      const text = `submit it to project ${name}`
      return ofWorkload(inquiry, { code: 'USE_QUEUE', rank: 20, text, set: { queueId: id } })
    })
}
