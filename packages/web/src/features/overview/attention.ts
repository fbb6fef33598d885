import { plural } from '../../lib/format/numbers.ts'
import { healthSentence } from '../clusters/health-sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'

type Cluster = Outputs['clusters']['list']['items'][number]
type Overview = Outputs['overview']['get']

export interface Attention {
  id: string
  tone: 'failed' | 'pending' | 'active'
  title: string
  detail: string
  since: string | null
  /** What happened at `since`. */
  sinceWord?: string
  to: 'cluster' | 'enrol' | undefined
}

const ORDER = { failed: 0, pending: 1, active: 2 }

/** What a platform admin should look at, worst first. Empty when nothing does. */
export function attentionList(clusters: readonly Cluster[], overview: Overview | undefined): Attention[] {
  const found: Attention[] = []
  if (overview && !overview.leader.alive) {
    found.push({
      id: 'scheduler',
      tone: 'failed',
      title: 'Nobody schedules',
      detail: 'No control plane holds the lease; what runs goes on, and new work waits.',
      since: overview.lastRound?.at ?? null,
      to: undefined,
    })
  }
  for (const cluster of clusters) found.push(...ofCluster(cluster))
  return found.toSorted((a, b) => ORDER[a.tone] - ORDER[b.tone])
}

function ofCluster(cluster: Cluster): Attention[] {
  const { name, health, nodes } = cluster
  if (cluster.state === 'revoked') return []
  const at = { since: cluster.lastSeenAt, to: 'cluster' as const }
  if (health === 'offline')
    return [
      {
        id: name,
        tone: 'failed',
        title: `${name} is out of contact`,
        detail: healthSentence(cluster.healthMessage),
        ...at,
      },
    ]
  if (health === 'enrolling') {
    const detail = 'Its enrolment has been begun and not finished.'
    return [
      {
        id: name,
        tone: 'active',
        title: `${name} is not here yet`,
        detail,
        since: cluster.createdAt,
        sinceWord: 'Begun',
        to: 'enrol',
      },
    ]
  }
  const found: Attention[] = []
  if (health === 'degraded')
    found.push({
      id: name,
      tone: 'pending',
      title: `${name} is degraded`,
      detail: healthSentence(cluster.healthMessage),
      ...at,
      since: null,
    })
  if (nodes.ready < nodes.total) {
    const title = `${name} has ${plural(nodes.total - nodes.ready, 'node')} that cannot take work`
    found.push({
      id: `${name} nodes`,
      tone: 'pending',
      title,
      detail: 'See why on its page.',
      since: null,
      to: 'cluster',
    })
  }
  if (cluster.paused)
    found.push({
      id: `${name} paused`,
      tone: 'active',
      title: `${name} is paused`,
      detail: 'It takes no new work.',
      since: null,
      to: 'cluster',
    })
  return found.map((entry, index) => ({ ...entry, id: `${entry.id} ${index}` }))
}
