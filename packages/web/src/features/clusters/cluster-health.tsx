import { Mark, type Shape, type Tone } from '../../components/mark/mark.tsx'
import { useNow } from '../../lib/clock.ts'
import { formatAge } from '../../lib/format/time.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { healthSentence } from './health-sentence.ts'

export type Cluster = Outputs['clusters']['list']['items'][number]

const LOOKS: Record<Cluster['health'], { word: string; tone: Tone; shape: Shape }> = {
  healthy: { word: 'Healthy', tone: 'running', shape: 'circle' },
  degraded: { word: 'Degraded', tone: 'pending', shape: 'diamond' },
  offline: { word: 'Out of contact', tone: 'failed', shape: 'circle' },
  enrolling: { word: 'Enrolling', tone: 'active', shape: 'half' },
}

/** How a cluster is, with the reason on hover, and since when it is out of contact. */
export function ClusterHealth({ cluster, withSince = false }: { cluster: Cluster; withSince?: boolean }) {
  const now = useNow(5000)
  if (cluster.state === 'revoked') {
    return (
      <Mark tone="done" shape="dash">
        Revoked
      </Mark>
    )
  }
  const { word, tone, shape } = LOOKS[cluster.health]
  const isOffline = cluster.health === 'offline'
  const since =
    withSince && isOffline && cluster.lastSeenAt ? `, seen ${formatAge(Date.parse(cluster.lastSeenAt), now)}` : ''
  return (
    <span data-tip={healthSentence(cluster.healthMessage)}>
      <Mark tone={tone} shape={shape} isHollow={isOffline}>
        {word}
        {since}
      </Mark>
    </span>
  )
}
