import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { Gantt } from '../../components/gantt/gantt.tsx'
import { ticksOf } from '../../components/gantt/gantt-window.ts'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { cx } from '../../lib/cx.ts'
import { useNow } from '../../lib/clock.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { formatClock, formatDay, formatMinute } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { describeBar } from './describe-bar.ts'
import { ganttRows, projectsOf, type WorkBar } from './gantt-rows.ts'
import { heldQuery, hoursBack } from './held-query.ts'
import { heldWithin } from './held-within.ts'
import { groupNodes, groupRows, NODE_ROWS_MAX, rackLabels } from './node-groups.ts'
import type { Node } from './node-heat.ts'
import { TimelineControls } from './timeline-controls.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { useTimelineWindow } from './use-timeline-window.ts'
import { useTimelineWork, WORK_MAX } from './use-timeline-work.ts'
import classes from './timeline.module.css'

const EVERY_MS = 5000
const TICKS = 7
const MINUTE = 60_000
const DAY = 86_400_000
const NONE: readonly never[] = []

/** Which work held each node and for how long, and what is expected to start next. Many nodes are shown in groups, each of which opens. */
export function ClusterTimeline({ cluster, nodes }: { cluster: string; nodes: readonly Node[] }) {
  const now = useNow(EVERY_MS)
  const view = useTimelineWindow(now)
  const { from, until } = view.window
  const [isTable, setTable] = useState(false)
  const [by, setBy] = useState(nodes.length > NODE_ROWS_MAX ? 'pool' : 'node')
  const [opened, setOpened] = useState<string>()
  const { zone } = usePrefs()
  const navigate = useNavigate()
  useShortcut('h', 'Work on nodes as a picture or a table', 'This page', () => setTable(!isTable))
  const { active, ended, queued, decisions } = useTimelineWork(cluster, hoursBack(view.window, now))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const racks = useMemo(
    () =>
      rackLabels(
        nodes,
        (pools.data?.items ?? []).map(({ topology }) => topology),
      ).slice(0, 2),
    [nodes, pools.data],
  )
  const work = useMemo(() => [...(active.data?.items ?? []), ...(ended.data?.items ?? [])], [active.data, ended.data])
  const waiting = queued.data?.items ?? NONE
  const preempted = useMemo(
    () => (decisions.data?.items ?? []).filter((decision) => decision.cluster === cluster),
    [decisions.data, cluster],
  )
  const groups = useMemo(() => groupNodes(nodes, by), [nodes, by])
  const group = by === 'node' ? undefined : opened
  const isGrouped = by !== 'node' && group === undefined
  const shown = useMemo(() => (group === undefined ? nodes : (groups.get(group) ?? [])), [nodes, groups, group])
  const rows = useMemo(
    () => (isGrouped ? groupRows(groups, work, { from, until }, now) : ganttRows(shown, work, waiting, preempted, now)),
    [isGrouped, groups, shown, work, waiting, preempted, from, until, now],
  )
  const held = useMemo(
    () => (isTable ? heldWithin(work, new Set(shown.map(({ name }) => name)), { from, until }, now) : NONE),
    [isTable, work, shown, from, until, now],
  )
  const failed = [active, ended, queued].find((query) => query.isError && !query.data)
  const tickText = (at: number) => {
    if (until - from > DAY) return `${formatDay(at, zone)}, ${formatMinute(at, zone)}`
    return until - from < TICKS * MINUTE ? formatClock(at, zone) : formatMinute(at, zone)
  }
  const ticks = ticksOf(view.window, TICKS).map((at) => ({ at, text: tickText(at) }))
  const open = (bar: WorkBar) => {
    if (bar.kind === 'level') setOpened(bar.name)
    else if (bar.workload ?? !bar.id.startsWith('decision-'))
      void navigate({ to: '/workloads/$workload', params: { workload: bar.id } })
  }
  const isCut = active.data?.isCut === true || ended.data?.isCut === true
  return (
    <Section
      title="What held the nodes"
      note={isTable ? undefined : isGrouped ? GROUP_NOTE : NOTE}
      isFlush={isTable}
      actions={
        <TimelineControls
          view={view}
          by={by}
          racks={racks}
          onBy={(next) => {
            setBy(next)
            setOpened(undefined)
          }}
          isTable={isTable}
          onTable={setTable}
        >
          <ButtonLink to="/workloads" search={{ cluster, q: heldQuery(view.window, now) }} size="small">
            Workloads of this time
          </ButtonLink>
        </TimelineControls>
      }
    >
      {group !== undefined || isCut ? (
        <div className={cx(classes['notes'], isTable && classes['flush'])}>
          {group === undefined ? null : (
            <>
              <span>
                Nodes of <strong>{group}</strong>
              </span>
              <Button size="small" onClick={() => setOpened(undefined)}>
                All groups
              </Button>
            </>
          )}
          {isCut ? (
            <span role="status">
              Cut: of what goes on and of what has ended, the newest {formatNumber(WORK_MAX)} each are here. What was
              submitted before is missing.
            </span>
          ) : null}
        </div>
      ) : null}
      {failed ? (
        <ErrorState title="The work could not be read" error={failed.error} onRetry={() => void failed.refetch()} />
      ) : active.isPending || ended.isPending ? (
        <SkeletonRows what="the work of this cluster" />
      ) : isTable ? (
        <TimelineTable cluster={cluster} rows={held} />
      ) : (
        <Gantt
          label={`Work on the nodes of ${cluster} over time`}
          rows={rows}
          from={from}
          until={until}
          now={now}
          ticks={ticks}
          colors={isGrouped ? NONE : projectsOf([...work, ...waiting])}
          describe={(bar, row) => describeBar(bar, row, { now, zone })}
          onOpen={open}
          onSelect={view.select}
          onZoom={view.zoom}
          onPan={view.pan}
          hint="Drag over a time to look closer, or turn the wheel with Ctrl. Walk with the arrow keys."
        />
      )}
    </Section>
  )
}

const GROUP_NOTE = 'how many nodes of each group were held; Enter or a click opens a group'
const NOTE = 'solid: running; faint: ended; dashed: expected'
