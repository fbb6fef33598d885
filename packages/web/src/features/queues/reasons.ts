/** Reasons of waiting, in a few words. The sentence with numbers comes from the scheduler. */
const REASONS: Record<string, string> = {
  QUEUE_UNKNOWN: 'its queue is not known',
  NO_QUOTA: 'more than its quota guarantees',
  OVER_LIMIT: 'over a limit',
  FAIR_SHARE: 'its fair share is used',
  PRIORITY: 'others go first',
  NO_MATCHING_NODE: 'no node matches',
  TAINTED: 'nodes are kept for others',
  TOO_LARGE: 'larger than any node',
  NO_CAPACITY: 'no free capacity',
  FRAGMENTED: 'free capacity is scattered',
  GANG_INCOMPLETE: 'not all replicas fit at once',
  CLUSTER_OFFLINE: 'a cluster is out of contact',
  CLUSTER_PAUSED: 'a cluster is paused',
  PREEMPTING: 'others are making room',
  ROUND_FULL: 'for the next round',
  PREEMPTED: 'had to make room',
}

export function reasonWords(code: string): string {
  return REASONS[code] ?? code.toLowerCase().replaceAll('_', ' ')
}
