/** Reasons of waiting, in a few words. The sentence with numbers comes from the scheduler. */
const REASONS: Record<string, string> = {
  NOT_LOOKED_AT: 'no round has looked at it yet',
  QUEUE_UNKNOWN: 'its queue is not known',
  NO_QUOTA: 'more than its quota guarantees',
  OVER_LIMIT: 'over a limit',
  USER_LIMIT: 'a limit of its user',
  LENDING: 'others lend no more',
  FAIR_SHARE: 'its fair share is used',
  PRIORITY: 'others go first',
  NO_MATCHING_NODE: 'no node matches',
  TAINTED: 'nodes are kept for others',
  TOO_LARGE: 'larger than any node',
  NO_CAPACITY: 'no free capacity',
  FRAGMENTED: 'free capacity is scattered',
  GANG_INCOMPLETE: 'not all replicas fit at once',
  TOPOLOGY: 'no room close together',
  NEIGHBOURS: 'not beside its neighbours',
  CLUSTER_RULES: 'no cluster matches',
  CLUSTER_OFFLINE: 'a cluster is out of contact',
  CLUSTER_PAUSED: 'a cluster is paused',
  PREEMPTING: 'others are making room',
  PREEMPTION_RATE: 'preemption is limited in rate',
  ROUND_FULL: 'for the next round',
  PREEMPTED: 'had to make room',
}

/** The few words of a reason of waiting; undefined for one of an end, whose sentence says it all. */
export function waitingWords(code: string | null): string | undefined {
  return code === null ? undefined : REASONS[code]
}

export function reasonWords(code: string): string {
  return REASONS[code] ?? code.toLowerCase().replaceAll('_', ' ')
}
