import { Link } from '@tanstack/react-router'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'
import classes from './overview.module.css'

/** The workload that has waited longest, and why. */
export function LongestWait({ oldest }: { oldest: Outputs['overview']['get']['oldestWaiting'] }) {
  return (
    <Section
      title="Longest wait"
      actions={
        oldest ? (
          <ButtonLink to="/queues" size="small">
            All that waits
          </ButtonLink>
        ) : undefined
      }
    >
      {oldest ? (
        <div className={classes['wait']}>
          <div className={classes['waitHead']}>
            <span className={classes['waitFor']}>
              <Elapsed from={oldest.since} />
            </span>
            <span>
              <Link to="/workloads/$workload" params={{ workload: oldest.id }}>
                {oldest.name}
              </Link>{' '}
              <span className={classes['dim']}>of {oldest.project}</span>
            </span>
          </div>
          <p>{oldest.message ? sentence(oldest.message) : 'No scheduling round has looked at it yet.'}</p>
        </div>
      ) : (
        <p className={classes['dim']}>Nothing waits.</p>
      )}
    </Section>
  )
}
