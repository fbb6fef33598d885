import { Link } from '@tanstack/react-router'
import { ButtonLink } from '../../components/button/button.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { defined } from '../../lib/search.ts'
import { usePendingTotals, type PendingFilter } from './pending.ts'
import classes from './queues.module.css'

/** What no waiting helps, on top of what may start by itself: one of each kind, because a batch of equals says the same many times. */
export function PermanentGroup({ filter }: { filter: PendingFilter }) {
  const { data } = usePendingTotals({ ...filter, permanent: true })
  if (!data || data.total === 0) return null
  return (
    <div className={classes['permanentGroup']} role="group" aria-label="Waiting alone does not help">
      <div className={classes['permanentHead']}>
        <b>{plural(data.total, 'workload')} will not start by waiting</b>
        <span className={classes['dim']}>Somebody has to change the request, a quota or the nodes.</span>
        {filter.permanent ? (
          <ButtonLink
            from="/queues"
            to="/queues"
            search={(before) => defined({ ...before, permanent: undefined })}
            size="small"
            replace
          >
            Show all that waits
          </ButtonLink>
        ) : (
          <ButtonLink
            from="/queues"
            to="/queues"
            search={(before) => defined({ ...before, permanent: true, reason: undefined })}
            size="small"
            replace
          >
            Show these {formatNumber(data.total)}
          </ButtonLink>
        )}
      </div>
      <ul>
        {data.oldest.map(({ id, name, project, message, hint }) => (
          <li key={id}>
            <Link from="/queues" to="/queues" search={(before) => ({ ...before, why: id })} replace>
              {name}
            </Link>{' '}
            <span className={classes['dim']}>of {project.name}:</span> {sentence(message ?? 'no reason was given')}{' '}
            {hint ? <span className={classes['dim']}>What helps: {sentence(hint)}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
