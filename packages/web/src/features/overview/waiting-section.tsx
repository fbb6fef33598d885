import { Link } from '@tanstack/react-router'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import type { Scope } from '../../lib/scope-text.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { usePendingTotals } from '../queues/pending.ts'
import { reasonWords } from '../queues/reasons.ts'
import classes from './overview.module.css'

interface WaitingSectionProps {
  oldest: Outputs['overview']['get']['oldestWaiting']
  scope: Scope
  oldSince: number | undefined
}

/** What work waits for, counted by reason, and what has waited longest. */
export function WaitingSection({ oldest, scope, oldSince }: WaitingSectionProps) {
  const { data } = usePendingTotals(scope)
  return (
    <Section
      title="Waiting"
      oldSince={oldSince}
      note={data && data.total > 0 ? plural(data.total, 'workload') : undefined}
      actions={
        oldest ? (
          <>
            <CsvButton
              name="waiting-by-reason"
              of="reasons"
              columns={() => import('./overview-csv.ts').then((module) => module.REASON_CSV)}
              readPage={wholeList(data?.reasons ?? [])}
            />
            <ButtonLink to="/queues" size="small">
              Queues
            </ButtonLink>
          </>
        ) : undefined
      }
    >
      {oldest ? (
        <div className={classes['wait']}>
          <ul className={classes['reasons']}>
            {(data?.reasons ?? []).map(({ reason, permanent, count }) => (
              <li key={`${reason} ${permanent}`}>
                <Link to="/queues" search={{ reason }}>
                  <b>{formatNumber(count)}</b> {reasonWords(reason)}
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
