import type { Candidate, Inquiry } from '../inquiry.ts'
import { poolClusters } from './pool-nodes.ts'

/** Clusters of the pool that take no new work at present. */
export function changeClusters(inquiry: Inquiry): Candidate[] {
  return poolClusters(inquiry).flatMap((cluster): Candidate[] => {
    const { id, name, paused, connected } = cluster
    const candidates: Candidate[] = []
    if (paused) {
      candidates.push({
        code: 'RESUME_CLUSTER',
        by: 'admin',
        rank: 40,
        text: `resume cluster ${name}`,
        changes: [{ kind: 'cluster', clusterId: id, set: 'resumed' }],
        deltas: [{ ...cluster, paused: false }],
      })
    }
    if (!connected) {
      candidates.push({
        code: 'RECONNECT_CLUSTER',
        by: 'admin',
        rank: 42,
        text: `bring cluster ${name} back into contact: look after its agent and its network`,
        changes: [{ kind: 'cluster', clusterId: id, set: 'connected' }],
        deltas: [{ ...cluster, connected: true }],
      })
    }
    return candidates
  })
}
