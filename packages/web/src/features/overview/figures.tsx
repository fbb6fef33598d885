import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { formatAmount, formatMemory, resourceLabel } from '../../lib/format/amounts.ts'
import { formatNumber, formatShare, UNKNOWN } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import type { GpuFigures } from './gpu-figures.ts'
import classes from './overview.module.css'

type Overview = Outputs['overview']['get']

/** What is happening right now, in six figures. Each leads to where it comes from. */
export function Figures({ overview, gpus }: { overview: Overview; gpus: GpuFigures | undefined }) {
  const { clusters, nodes } = overview
  return (
    <div className={classes['figures']}>
      <Link to="/clusters" className={classes['figure'] ?? ''}>
        <Name>Clusters connected</Name>
        <Value value={formatNumber(clusters.connected)} total={formatNumber(clusters.total)} />
        <span className={classes['below']}>
          {clusters.total === 0
            ? 'none yet'
            : clusters.connected === clusters.total
              ? 'all connected'
              : `${formatNumber(clusters.total - clusters.connected)} not connected`}
        </span>
      </Link>
      <Link
        to="/nodes"
        search={nodes.ready === nodes.total ? {} : { state: ['not-ready'] }}
        className={classes['figure'] ?? ''}
      >
        <Name>Nodes ready</Name>
        <Value value={formatNumber(nodes.ready)} total={formatNumber(nodes.total)} />
        <span className={classes['below']}>
          {nodes.ready === nodes.total ? 'all ready' : `${formatNumber(nodes.total - nodes.ready)} not ready`}
        </span>
      </Link>
      <Allocation overview={overview} resource="gpu">
        {gpus && gpus.total > 0 ? <GpuHealth gpus={gpus} /> : null}
      </Allocation>
      <Allocation overview={overview} resource="cpu" />
      <Allocation overview={overview} resource="memory" />
      <SchedulerFigure overview={overview} />
    </div>
  )
}

function Name({ children }: { children: ReactNode }) {
  return <span className={classes['name']}>{children}</span>
}

function Value({ value, total, share }: { value: string; total: string; share?: string }) {
  return (
    <span className={classes['value']}>
      {value}{' '}
      <small>
        of {total} {share === undefined ? null : <span>{share}</span>}
      </small>
    </span>
  )
}

function Allocation({ overview, resource, children }: { overview: Overview; resource: string; children?: ReactNode }) {
  const line = overview.capacity[resource]
  const show = (amount: number) => (resource === 'memory' ? formatMemory(amount) : formatAmount(resource, amount))
  const name = resource === 'gpu' ? 'GPUs allocated' : `${resourceLabel(resource)} allocated`
  return (
    <Link to="/queues" className={classes['figure'] ?? ''}>
      <Name>{name}</Name>
      {line ? (
        <>
          <Value
            value={show(line.allocated)}
            total={show(line.total)}
            share={formatShare(line.allocated, line.total)}
          />
          <span className={classes['below']}>
            <UsageBar used={line.allocated} total={line.total} height={6} />
            {children}
          </span>
        </>
      ) : (
        <span className={classes['value']}>{UNKNOWN}</span>
      )}
    </Link>
  )
}

/** How many devices work, and how busy they are together. */
function GpuHealth({ gpus: { total, healthy, busy } }: { gpus: GpuFigures }) {
  const works = healthy >= total ? 'all healthy' : `${formatNumber(total - healthy, 1)} not healthy`
  return (
    <span className={classes['health']} data-moves>
      {busy === undefined ? works : `${works}, ${formatNumber(busy, 1)} busy`}
    </span>
  )
}

/** Below ten milliseconds a tenth still says something. */
function tookDigits({ planMicros }: { planMicros: number }): number {
  return planMicros < 10_000 ? 1 : 0
}

function SchedulerFigure({ overview }: { overview: Overview }) {
  const { leader, lastRound } = overview
  return (
    <div className={classes['figure']}>
      <Name>Scheduler</Name>
      <span className={classes['state']}>
        <Mark tone={leader.alive ? 'running' : 'failed'} shape={leader.alive ? 'circle' : 'square'}>
          {leader.alive ? 'Scheduling' : 'Nobody schedules'}
        </Mark>
      </span>
      <span className={classes['below']} data-moves>
        {lastRound ? (
          <>
            round {formatNumber(lastRound.id)} in {formatNumber(lastRound.planMicros / 1000, tookDigits(lastRound))} ms
            <br />
            <TimeAgo at={lastRound.at} />
          </>
        ) : (
          'no round yet'
        )}
      </span>
    </div>
  )
}
