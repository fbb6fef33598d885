import { Link } from '@tanstack/react-router'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { reasonWords } from '../queues/reasons.ts'
import { useWaiting } from '../queues/use-waiting.ts'
import { reasonCounts } from '../queues/waiting.ts'
import type { WorkloadFilter } from '../workloads/workload-filter.ts'
import classes from './overview.module.css'

const QUEUED: WorkloadFilter = { phase: ['QUEUED'] }

interface WaitingSectionProps {
  /** How many wait altogether. */
  count: number
  oldest: Outputs['overview']['get']['oldestWaiting']
}

/** What work waits for, counted by reason, and what has waited longest. */
export function WaitingSection({ count, oldest }: WaitingSectionProps) {
  const { waiting } = useWaiting(QUEUED)
  const reasons = reasonCounts(waiting)
  const isPart = waiting.length > 0 && count > waiting.length
  return (
    <Section
      title="Waiting"
      note={isPart ? `reasons of the newest ${formatNumber(waiting.length)}` : undefined}
      actions={
        oldest ? (
          <ButtonLink to="/queues" size="small">
            Queues
          </ButtonLink>
        ) : undefined
      }
    >
      {oldest ? (
        <div className={classes['wait']}>
          <ul className={classes['reasons']}>
            {reasons.map(({ reason, count: many }) => (
              <li key={reason}>
                <Link to="/queues" search={{ reason }}>
                  <b>{formatNumber(many)}</b> {reasonWords(reason)}
                </Link>
              </li>
            ))}
          </ul>
          <p>
            <span className={classes['dim']}>Longest:</span>{' '}
            <b>
              <Elapsed from={oldest.since} />
            </b>
            ,{' '}
            <Link to="/workloads/$workload" params={{ workload: oldest.id }}>
              {oldest.name}
            </Link>{' '}
            of {oldest.project}.{' '}
            <span className={classes['dim']}>
              {oldest.message ? sentence(oldest.message) : 'No scheduling round has looked at it yet.'}
            </span>
          </p>
        </div>
      ) : (
        <p className={classes['dim']}>Nothing waits.</p>
      )}
    </Section>
  )
}
