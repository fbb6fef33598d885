import type { Outputs } from '../../lib/trpc.ts'

type Cluster = Outputs['clusters']['list']['items'][number]

/** A cluster that has not told yet what became of its runs at the end of a range. */
export interface LateCluster {
  name: string
  /** Until when it was heard, in ISO 8601. */
  until: string
}

/** Clusters that are out of contact, and were last heard from within a range. One that was silent before the range began is not late but gone from it. */
export function lateClusters(
  clusters: readonly Pick<Cluster, 'name' | 'state' | 'health' | 'lastSeenAt'>[],
  { from, to }: { from: string; to: string },
): LateCluster[] {
  return clusters.flatMap(({ name, state, health, lastSeenAt }) =>
    state === 'accepted' &&
    health === 'offline' &&
    lastSeenAt !== null &&
    Date.parse(lastSeenAt) >= Date.parse(from) &&
    Date.parse(lastSeenAt) < Date.parse(to)
      ? [{ name, until: lastSeenAt }]
      : [],
  )
}
