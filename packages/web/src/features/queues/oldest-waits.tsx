import { Link } from '@tanstack/react-router'
import { Section } from '../../components/page/section.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { usePendingTotals, type PendingFilter } from './pending.ts'
import { reasonWords } from './reasons.ts'
import classes from './queues.module.css'

/** Who has waited longest since submission: one for each line and reason. */
export function OldestWaits({ filter }: { filter: PendingFilter }) {
  const { data } = usePendingTotals(filter)
  return (
    <Section title="Oldest waits" note="one for each line and reason" isFlush>
      {data && data.oldest.length > 0 ? (
        <ul className={classes['oldest']}>
          {data.oldest.map(({ id, name, project, submittedAt, message, reason, place, of }) => (
            <li key={id}>
              <b>
                <Elapsed from={submittedAt} />
              </b>
              <span>
                <Link from="/queues" to="/queues" search={(before) => ({ ...before, why: id })} replace>
                  {name}
                </Link>{' '}
                <span className={classes['dim']}>
                  of {project.name}, {formatNumber(place)} of {formatNumber(of)}.{' '}
                  {sentence(message ?? reasonWords(reason))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes['nothing']}>{data ? 'Nothing waits.' : 'Reading …'}</p>
      )}
    </Section>
  )
}
