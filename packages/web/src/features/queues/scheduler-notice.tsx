import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../components/button/button.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { formatDuration } from '../../lib/format/time.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'

/** While work waits, a leader looks at least every five seconds. */
const LATE_MS = 20_000

/** What keeps all work from starting, before anybody looks for it in one workload: nobody schedules, no round for long, every cluster paused. */
export function SchedulerNotice({ overview }: { overview: Outputs['overview']['get'] }) {
  const canSeeClusters = useCan('cluster:read')
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: canSeeClusters }))
  const { leader, workloads, asOf } = overview
  if (!leader.alive) {
    return (
      <Notice tone="error" title="Nobody schedules.">
        No control plane holds the lease. What runs goes on; new work waits until one takes it.
      </Notice>
    )
  }
  // Both times are the control plane's: clocks of browsers differ.
  const silentMs = leader.lookedAt === null ? 0 : Date.parse(asOf) - Date.parse(leader.lookedAt)
  if ((workloads['QUEUED'] ?? 0) > 0 && silentMs > LATE_MS) {
    return (
      <Notice tone="warn" title={`No round for ${formatDuration(silentMs)}.`}>
        A control plane leads and does not get through a round. What is shown below is as of the last one.
      </Notice>
    )
  }
  const online = (clusters.data?.items ?? []).filter(({ connected }) => connected)
  if (online.length > 0 && online.every(({ paused }) => paused)) {
    return (
      <Notice
        tone="warn"
        title="Scheduling is paused on every cluster."
        action={
          <ButtonLink to="/clusters" size="small">
            Clusters
          </ButtonLink>
        }
      >
        Nothing new starts until one of them takes work again. What runs goes on.
      </Notice>
    )
  }
  return null
}
