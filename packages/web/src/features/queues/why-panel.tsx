import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { useCan } from '../../lib/whoami.ts'
import { Explain } from '../explain/explain.tsx'
import { useWhy } from '../explain/use-why.ts'
import { priorityName } from '../workloads/priorities.ts'
import { StatusMark } from '../workloads/status-mark.tsx'
import { useLiveWorkload } from '../workloads/use-live-workload.ts'
import { whyCommands } from '../workloads/workload-commands.ts'
import { askToMove, type MoveRequest } from './move-request.ts'
import classes from './queues.module.css'

/** Why one workload waits, beside the queue it waits in. */
export function WhyPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const why = useWhy({ workload: id })
  useLiveWorkload(id, [])
  const workload = why.data?.workload
  const canMove = useCan('queue:write')
  return (
    <SidePanel
      title={workload?.name ?? 'Why it waits'}
      onClose={onClose}
      actions={
        workload ? (
          <>
            <CopyAs title="The same by hand" commands={whyCommands(workload)} />
            <ButtonLink to="/workloads/$workload" params={{ workload: workload.id }} size="small">
              Open
            </ButtonLink>
          </>
        ) : undefined
      }
    >
      {why.data && workload ? (
        <>
          <Facts
            items={[
              ['Status', <StatusMark key="status" status={workload.status} />],
              ['For', <Elapsed key="for" from={workload.status.since} />],
              ['Queue', `${workload.project.name} in ${workload.nodePool.name}`],
              ['Asks for', `${formatNumber(workload.replicas)} × ${describeAmounts(workload.requests)}`],
              ['Priority', `${priorityName(workload.priority)}${workload.preemptible ? '' : ', not preemptible'}`],
              ['By', workload.createdBy.name],
            ]}
          />
          <Explain why={why.data} />
          {canMove && why.data.position && workload.status.phase === 'QUEUED' ? (
            <MoveButtons workload={{ ...workload, place: why.data.position.ahead + 1, of: why.data.position.of }} />
          ) : null}
        </>
      ) : why.isError ? (
        <ErrorState title="The reason could not be read" error={why.error} onRetry={() => void why.refetch()} />
      ) : (
        <SkeletonRows what="the reason" />
      )}
    </SidePanel>
  )
}

function MoveButtons({ workload }: { workload: MoveRequest['workload'] }) {
  return (
    <div className={classes['tools']} role="group" aria-label="Its place in the queue">
      <Button size="small" onClick={() => askToMove({ workload, spot: 'first' })}>
        Move to the front
      </Button>
      <Button size="small" onClick={() => askToMove({ workload, spot: 'last' })}>
        To the back
      </Button>
      <Button size="small" onClick={() => askToMove({ workload, spot: 'before' })}>
        Before or after …
      </Button>
    </div>
  )
}
