import { useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { PHASE_LOOKS, type Phase } from './phases.ts'
import { sortReplicas } from './replicas.ts'
import classes from './workload-page.module.css'

export type Run = Outputs['workloads']['runs']['items'][number]
type Replica = Run['replicas'][number]

/** The replicas of a run one by one, those that failed first. Beyond `most` they are shown when somebody asks. */
export function ReplicaTable({ run, most }: { run: Run; most: number }) {
  const [isWhole, setWhole] = useState(false)
  const replicas = sortReplicas(run.replicas)
  if (replicas.length === 0) return <p className={classes['none']}>Its cluster has not told of its replicas yet.</p>
  const shown = isWhole ? replicas : replicas.slice(0, most)
  return (
    <>
      <SimpleTable
        label={`Replicas of run ${run.generation}`}
        rows={shown}
        keyOf={({ index }) => index}
        columns={[
          { id: 'index', header: 'Replica', cell: ({ index }) => index },
          { id: 'phase', header: 'Status', cell: (replica) => <ReplicaMark replica={replica} run={run} /> },
          { id: 'node', header: 'Node', cell: ({ node }) => node ?? UNKNOWN },
          ...(replicas.some(({ exitCode }) => exitCode !== null)
            ? [
                {
                  id: 'exit',
                  header: 'Exit code',
                  align: 'end' as const,
                  cell: ({ exitCode }: Replica) => exitCode ?? UNKNOWN,
                },
              ]
            : []),
          ...(replicas.some(({ message }) => message)
            ? [
                {
                  id: 'message',
                  header: 'Message',
                  cell: ({ message }: Replica) => (message ? sentence(message) : UNKNOWN),
                },
              ]
            : []),
        ]}
      />
      {shown.length < replicas.length ? (
        <div className={classes['all']}>
          <Button size="small" onClick={() => setWhole(true)}>
            Show all {formatNumber(replicas.length)}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function ReplicaMark({ replica: { phase }, run }: { replica: Replica; run: Run }) {
  const looks = PHASE_LOOKS[phase as Phase] as (typeof PHASE_LOOKS)[Phase] | undefined
  const isStale = !run.connected && run.finishedAt === null
  return (
    <Mark tone={looks?.tone ?? 'done'} shape={looks?.shape ?? 'circle'} isHollow={isStale}>
      {looks?.word ?? phase}
    </Mark>
  )
}
