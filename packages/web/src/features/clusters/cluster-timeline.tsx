import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Gantt } from '../../components/gantt/gantt.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { useNow } from '../../lib/clock.ts'
import { formatDuration, formatMinute } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { trpc } from '../../lib/trpc.ts'
import { startSpan } from '../queues/starts.tsx'
import { PHASE_LOOKS } from '../workloads/phases.ts'
import { ganttRows, projectsOf, type WorkBar } from './gantt-rows.ts'

const SPANS = ['1h', '6h', '24h'] as const
const HOUR = 3_600_000
const MS: Record<(typeof SPANS)[number], number> = { '1h': HOUR, '6h': 6 * HOUR, '24h': 24 * HOUR }
/** So much of the picture is what comes. */
const FUTURE = 0.25
const TICKS = 6
const EVERY_MS = 5000

/** Which work held each node and for how long, and what is expected to start next. */
export function ClusterTimeline({ cluster, nodes }: { cluster: string; nodes: readonly string[] }) {
  const [span, setSpan] = useState<(typeof SPANS)[number]>('1h')
  const { zone } = usePrefs()
  const navigate = useNavigate()
  const now = useNow(EVERY_MS)
  const from = now - MS[span]
  const until = now + MS[span] * FUTURE
  const options = { refetchInterval: EVERY_MS }
  const active = useQuery(trpc.workloads.list.queryOptions({ cluster, active: true, pageSize: 1000 }, options))
  const recent = useQuery(
    trpc.workloads.list.queryOptions({ cluster, phase: ['SUCCEEDED', 'FAILED', 'CANCELLED'], pageSize: 1000 }, options),
  )
  const queued = useQuery(trpc.workloads.list.queryOptions({ phase: ['QUEUED'], pageSize: 200 }, options))
  const work = useMemo(() => [...(active.data?.items ?? []), ...(recent.data?.items ?? [])], [active.data, recent.data])
  const waiting = useMemo(() => queued.data?.items ?? [], [queued.data])
  const rows = useMemo(() => ganttRows(nodes, work, waiting, now), [nodes, work, waiting, now])
  const failed = [active, recent, queued].find((query) => query.isError && !query.data)
  const ticks = Array.from({ length: TICKS }, (_, index) => {
    const at = from + ((until - from) * index) / TICKS
    return { at, text: formatMinute(at, zone) }
  })
  const describe = ({ name, kind, start, end, workload }: WorkBar, row: string) => {
    const whose = `${name} of ${workload.project.name}`
    if (kind === 'next') {
      const estimate = workload.startEstimate
      return `${whose}: expected to start ${estimate ? startSpan(estimate, now) : 'later'}`
    }
    const word = PHASE_LOOKS[workload.status.phase].word.toLowerCase()
    return `${whose} on ${row}: ${word}, ${formatDuration(end - start)} from ${formatMinute(start, zone)}`
  }
  return (
    <Section
      title="What held the nodes"
      note="solid: running; faint: ended; with a red edge: failed or cancelled; dashed: expected"
      actions={
        <Segments
          label="How far back"
          options={SPANS.map((value) => ({ value, label: value }))}
          value={span}
          onChange={setSpan}
        />
      }
    >
      {failed ? (
        <ErrorState title="The work could not be read" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : active.isPending || recent.isPending ? (
        <SkeletonRows what="the work of this cluster" />
      ) : (
        <Gantt
          label={`Work on the nodes of ${cluster} over time`}
          rows={rows}
          from={from}
          until={until}
          now={now}
          ticks={ticks}
          colors={projectsOf([...work, ...waiting])}
          describe={describe}
          onOpen={({ id }) => void navigate({ to: '/workloads/$workload', params: { workload: id } })}
          hint="Point at a bar, or walk with the arrow keys. All of it stands in the list of workloads, too."
        />
      )}
    </Section>
  )
}
