import type { Outputs } from '../../lib/trpc.ts'

type Cluster = Outputs['clusters']['list']['items'][number]

/** So many clusters have an agent of one version. `skew` is a clause for people, empty where it is ours. */
export interface AgentVersion {
  version: string
  count: number
  skew: string
}

/** Versions of the agents that have ever been heard from, the most frequent first. */
export function agentVersions(
  clusters: readonly Pick<Cluster, 'state' | 'agentVersion' | 'agentSkew'>[],
): AgentVersion[] {
  const found = new Map<string, AgentVersion>()
  for (const { state, agentVersion: version, agentSkew } of clusters) {
    if (state === 'revoked' || version === null) continue
    const skew = agentSkew === 'same' || agentSkew === 'unknown' ? '' : ` (${agentSkew})`
    const known = found.get(version) ?? { version, count: 0, skew }
    found.set(version, { ...known, count: known.count + 1 })
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || (a.version < b.version ? -1 : 1))
}
