import { useQuery } from '@tanstack/react-query'
import { Notice } from '../../components/states/notice.tsx'
import { ExactTime } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { lateClusters } from './late-clusters.ts'

const NAMED_MAX = 2

/** Says so when hours may still change: a cluster that is out of contact has not told what ended there. The control plane counts each hour again when reports may have come. */
export function LateNotice({ from, to }: { from: string; to: string }) {
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const late = lateClusters(clusters.data?.items ?? [], { from, to })
  if (late.length === 0) return null
  return (
    <Notice tone="warn" title="These hours may still change.">
      {late.slice(0, NAMED_MAX).map(({ name, until }, index) => (
        <span key={name}>
          {index > 0 ? ', ' : ''}
          {name} was last heard at <ExactTime at={until} />
        </span>
      ))}
      {late.length > NAMED_MAX ? `, and ${plural(late.length - NAMED_MAX, 'more cluster', 'more clusters')}` : ''}. What
      has ended there since counts as held until it says so, and its use in between stays unknown. Each hour is counted
      again 2 and 26 hours after its end.
    </Notice>
  )
}
