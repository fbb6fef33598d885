import { Link } from '@tanstack/react-router'
import { CopyButton } from '../../components/command/copy-button.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { Elapsed, TimeAgo } from '../../components/time/time.tsx'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { Address } from './address.tsx'
import { describeFigures, formatProgress } from './figures.ts'
import { PHASE_LOOKS, type Phase } from './phases.ts'
import { ReplicaSummary } from './replica-summary.tsx'
import classes from './workload-page.module.css'

type Run = Outputs['workloads']['runs']['items'][number]

/** Every attempt of a workload, newest first. */
export function RunsTable({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0)
    return <p className={classes['none']}>It has not been given room yet, so nothing of it has run.</p>
  return (
    <SimpleTable
      label="Runs"
      rows={runs}
      keyOf={(run) => run.id}
      columns={[
        { id: 'generation', header: 'Run', align: 'end', cell: (run) => run.generation },
        { id: 'phase', header: 'Status', cell: (run) => <RunMark run={run} /> },
        {
          id: 'cluster',
          header: 'Cluster',
          cell: (run) => (
            <Link to="/clusters/$cluster" params={{ cluster: run.cluster.name }}>
              {run.cluster.name}
            </Link>
          ),
        },
        { id: 'replicas', header: 'Replicas', cell: (run) => <ReplicaSummary run={run} /> },
        { id: 'assigned', header: 'Assigned', cell: (run) => <TimeAgo at={run.assignedAt} /> },
        {
          id: 'ran',
          header: 'Ran for',
          align: 'end',
          cell: (run) => <Elapsed from={run.startedAt} to={run.finishedAt} />,
        },
        ...(runs.some(({ progress }) => progress !== null)
          ? [
              {
                id: 'progress',
                header: 'Progress',
                align: 'end' as const,
                cell: ({ progress }: Run) => (progress === null ? UNKNOWN : formatProgress(progress)),
              },
            ]
          : []),
        ...(runs.some(({ figures }) => Object.keys(figures).length > 0)
          ? [
              {
                id: 'figures',
                header: 'Figures',
                cell: ({ figures }: Run) => describeFigures(figures) || UNKNOWN,
              },
            ]
          : []),
        ...(runs.some(({ result }) => result !== null)
          ? [{ id: 'result', header: 'Result', cell: ({ result }: Run) => <RunResult result={result} /> }]
          : []),
        ...(runs.some(({ address }) => address !== null)
          ? [
              {
                id: 'address',
                header: 'Address',
                cell: ({ address }: Run) => (address === null ? UNKNOWN : <Address address={address} />),
              },
            ]
          : []),
        { id: 'exit', header: 'Exit code', align: 'end', cell: (run) => run.exitCode ?? UNKNOWN },
        { id: 'round', header: 'Round', align: 'end', cell: (run) => run.roundId ?? UNKNOWN },
        { id: 'end', header: 'How it ended', cell: (run) => <RunEnd run={run} /> },
      ]}
    />
  )
}

function RunMark({ run }: { run: Run }) {
  const looks = PHASE_LOOKS[run.phase as Phase] as (typeof PHASE_LOOKS)[Phase] | undefined
  const isStale = !run.connected && run.finishedAt === null
  if (run.reason === 'PREEMPTED')
    return (
      <Mark tone="preempted" shape="triangle">
        Preempted
      </Mark>
    )
  return (
    <Mark tone={looks?.tone ?? 'done'} shape={looks?.shape ?? 'circle'} isHollow={isStale}>
      {looks?.word ?? run.phase}
    </Mark>
  )
}

/** The result as a line; all of the newest is on the first tab. */
function RunResult({ result }: { result: Run['result'] }) {
  if (result === null) return UNKNOWN
  const names = Object.keys(result).toSorted()
  return (
    <span className={classes['withCopy']}>
      {names.slice(0, 3).join(', ') || 'empty'}
      {names.length > 3 ? `, and ${names.length - 3} more` : ''}
      <CopyButton text={JSON.stringify(result, undefined, 2)} label="Copy result" />
    </span>
  )
}

function RunEnd({ run }: { run: Run }) {
  if (run.preemptedFor?.project) {
    return (
      <>
        Made room for{' '}
        <Link to="/workloads/$workload" params={{ workload: run.preemptedFor.id }}>
          {run.preemptedFor.name}
        </Link>{' '}
        of {run.preemptedFor.project}
      </>
    )
  }
  return run.finishedAt && run.message ? sentence(run.message) : UNKNOWN
}
