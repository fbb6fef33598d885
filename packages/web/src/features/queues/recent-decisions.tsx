import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Mark, type Shape, type Tone } from '../../components/mark/mark.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { recentDecisions } from './pending.ts'
import { decisionCommands } from './queue-commands.ts'
import classes from './queues.module.css'

type Decision = Outputs['queues']['decisions']['items'][number]

const LOOKS: Record<Decision['kind'], { word: string; tone: Tone; shape: Shape }> = {
  assigned: { word: 'Room given', tone: 'running', shape: 'check' },
  preempted: { word: 'Preempted', tone: 'preempted', shape: 'triangle' },
  nominated: { word: 'Room held', tone: 'pending', shape: 'diamond' },
}

/** What the scheduler has just done, with the round that did it. */
export function RecentDecisions() {
  const decisions = useQuery(recentDecisions)
  return (
    <Section title="Recent decisions" isFlush actions={<CopyAs commands={decisionCommands()} />}>
      {decisions.data ? (
        decisions.data.items.length === 0 ? (
          <p className={classes['nothing']}>Nothing has been decided yet.</p>
        ) : (
          // It scrolls, so it can take the focus.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className={classes['news']} tabIndex={0} role="group" aria-label="Recent decisions">
            <ul>
              {decisions.data.items.map((decision) => (
                <DecisionLine key={decision.id} decision={decision} />
              ))}
            </ul>
          </div>
        )
      ) : decisions.isError ? (
        <ErrorState
          title="The decisions could not be read"
          error={decisions.error}
          onRetry={() => void decisions.refetch()}
        />
      ) : (
        <SkeletonRows what="decisions" />
      )}
    </Section>
  )
}

function DecisionLine({ decision }: { decision: Decision }) {
  const { kind, round, at, workload, project, cluster, nodes, borrowed, beneficiary, cause } = decision
  const { word, tone, shape } = LOOKS[kind]
  return (
    <li>
      <span className={classes['when']}>
        <TimeAgo at={at} />
        <span>round {formatNumber(round)}</span>
      </span>
      <Mark tone={tone} shape={shape}>
        {word}
      </Mark>
      <span className={classes['what']}>
        <Name workload={workload} project={project} />
        {cluster ? <span className={classes['dim']}> on {placeOf(cluster, nodes)}</span> : null}
        {borrowed ? <span className={classes['dim']}>, borrowed</span> : null}
        {beneficiary ? (
          <>
            <span className={classes['dim']}>, for </span>
            <Name {...beneficiary} />
            <span className={classes['dim']}>
              {cause === 'RECLAIM' ? ', which is owed the room' : cause === 'PRIORITY' ? ', of higher priority' : ''}
            </span>
          </>
        ) : null}
      </span>
    </li>
  )
}

function Name({ workload, project }: { workload: Decision['workload']; project: string }) {
  return workload ? (
    <>
      <Link to="/workloads/$workload" params={{ workload: workload.id }}>
        {workload.name}
      </Link>
      <span className={classes['dim']}> of {project}</span>
    </>
  ) : (
    <span>{project}</span>
  )
}

function placeOf(cluster: string, nodes: readonly string[]): string {
  const [first] = nodes
  if (first === undefined) return cluster
  return nodes.length === 1 ? `${cluster} (${first})` : `${cluster} (${first} and ${nodes.length - 1} more)`
}
