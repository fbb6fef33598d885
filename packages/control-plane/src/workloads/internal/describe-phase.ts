import type { Workload } from '../schemas.ts'

/** What there is to say about a workload that does not wait. */
export function describePhase(workload: Workload): { headline: string; hint: string | null } {
  const { status, cluster, nodes } = workload
  const where = cluster ? ` on ${cluster.name}${nodes.length > 0 ? ` (${[...new Set(nodes)].join(', ')})` : ''}` : ''
  const stale =
    status.connected === false ? `; its cluster is out of contact, last seen ${status.observedAt ?? 'never'}` : ''
  switch (status.phase) {
    case 'ASSIGNED':
      return { headline: `it was given room${where} and waits for its agent to take it${stale}`, hint: null }
    case 'STARTING':
      return {
        headline: `it is being started${where}${status.message === null ? '' : `: ${status.message}`}${stale}`,
        hint: status.hint,
      }
    case 'RUNNING':
      return { headline: `it runs${where}${stale}`, hint: null }
    case 'CANCELLING':
      return { headline: `it was told to stop${where}${stale}`, hint: null }
    case 'SUSPENDED':
      return { headline: 'it was stopped and is kept', hint: `put it back with: fairlead resume ${workload.name}` }
    case 'SUCCEEDED':
      return { headline: `it has ended with success${where}`, hint: null }
    case 'FAILED':
      return {
        headline: `it has failed${where}: ${status.message ?? status.reason ?? 'no reason was given'}`,
        hint: status.hint,
      }
    case 'CANCELLED':
      return { headline: 'it was cancelled', hint: null }
    case 'QUEUED':
      return { headline: 'it waits for the next scheduling round', hint: null }
    default:
      return status.phase satisfies never
  }
}
