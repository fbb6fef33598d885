import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { describeAmount, formatAmount } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import { formatNumber, formatShare } from '../../lib/format/numbers.ts'
import { useOldSince } from '../../lib/old-since.ts'
import { defined } from '../../lib/search.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { idleCommands } from './usage-commands.ts'
import classes from './usage-page.module.css'

type Run = Outputs['usage']['idle']['items'][number]
const EVERY_MS = 60_000

const CSV: readonly CsvColumn<Run>[] = [
  { header: 'workload', value: ({ workload }) => workload.name },
  { header: 'workload id', value: ({ workload }) => workload.id },
  { header: 'project', value: ({ project }) => project.name },
  { header: 'user', value: ({ user }) => user.name },
  { header: 'node pool', value: ({ nodePool }) => nodePool.name },
  { header: 'cluster', value: ({ cluster }) => cluster.name },
  { header: 'GPUs', value: ({ gpu }) => gpu / 1000 },
  { header: 'busy percent', value: ({ busy }) => busy },
  { header: 'held since', value: ({ heldSince }) => heldSince },
  { header: 'idle since', value: ({ idleSince }) => idleSince },
  { header: 'idle GPU hours', value: ({ idleGpuHours }) => idleGpuHours },
]

/** Whose GPUs; absent: all that the reader may see. */
interface IdleOf {
  project?: string | undefined
  department?: string | undefined
}

/** The question behind the section. */
export function idleOptions({ project, department }: IdleOf) {
  return trpc.usage.idle.queryOptions(defined({ project, department }), { refetchInterval: EVERY_MS })
}

/** GPUs that are held and hardly used, and who holds them. */
export function IdleSection({ project, department }: IdleOf) {
  const idle = useQuery(idleOptions({ project, department }))
  const oldSince = useOldSince([idle], EVERY_MS)
  return (
    <Section
      title="Idle now"
      oldSince={oldSince}
      note="GPUs that were held for half an hour and under 5 % busy"
      isFlush
      actions={
        <>
          <CopyAs commands={idleCommands(project, department)} />
          <CsvButton name="idle-gpus" columns={CSV} of="idle GPUs" readPage={wholeList(idle.data?.items ?? [])} />
        </>
      }
    >
      {idle.isError && !idle.data ? (
        <ErrorState title="What is idle could not be read" error={idle.error} onRetry={() => void idle.refetch()} />
      ) : idle.isPending ? (
        <SkeletonRows what="what is idle" rows={3} />
      ) : (
        <>
          <p className={classes['idle']}>
            {describeAmount('gpu', idle.data.gpu)} of the {formatAmount('gpu', idle.data.held)} that are held{' '}
            {idle.data.gpu === 1000 ? 'is' : 'are'} idle
            {idle.data.held > 0 ? ` (${formatShare(idle.data.gpu, idle.data.held)})` : ''}
            {idle.data.unmeasured > 0
              ? `; nothing is known of the use of ${formatAmount('gpu', idle.data.unmeasured)}.`
              : '.'}
          </p>
          {idle.data.items.length === 0 ? null : (
            <SimpleTable
              label="Idle GPUs"
              rows={idle.data.items}
              keyOf={({ workload }) => workload.id}
              columns={[
                {
                  id: 'workload',
                  header: 'Workload',
                  cell: ({ workload }) => (
                    <Link to="/workloads/$workload" params={{ workload: workload.id }}>
                      {workload.name}
                    </Link>
                  ),
                },
                { id: 'project', header: 'Project', cell: (run) => run.project.name },
                { id: 'user', header: 'User', cell: (run) => run.user.name },
                { id: 'cluster', header: 'Cluster', cell: (run) => run.cluster.name },
                { id: 'gpus', header: 'GPUs', align: 'end', cell: (run) => formatAmount('gpu', run.gpu) },
                { id: 'busy', header: 'Busy', align: 'end', cell: (run) => `${formatNumber(run.busy, 1)} %` },
                { id: 'since', header: 'Idle since', cell: (run) => <TimeAgo at={run.idleSince} /> },
                {
                  id: 'hours',
                  header: 'Idle GPU hours',
                  align: 'end',
                  cell: (run) => formatNumber(run.idleGpuHours, 1),
                },
              ]}
            />
          )}
        </>
      )}
    </Section>
  )
}
