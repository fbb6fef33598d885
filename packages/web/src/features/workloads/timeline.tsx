import { ShapeIcon } from '../../components/mark/mark.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { sentence } from '../../lib/format/sentence.ts'
import type { Outputs } from '../../lib/trpc.ts'
import markClasses from '../../components/mark/mark.module.css'
import { PHASE_LOOKS, type Phase } from './phases.ts'
import { cx } from '../../lib/cx.ts'
import classes from './timeline.module.css'

type TimelineEvent = Outputs['workloads']['timeline']['items'][number]

/** What happened to a workload, newest first. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className={classes['list']}>
      {events.toReversed().map((event) => {
        const looks = PHASE_LOOKS[event.phase as Phase] as (typeof PHASE_LOOKS)[Phase] | undefined
        const isPreempted = event.reason === 'PREEMPTED'
        return (
          <li key={event.id} className={classes['event']}>
            <span
              className={cx(classes['dot'], markClasses[isPreempted ? 'preempted' : (looks?.tone ?? 'done')])}
              style={{ color: 'var(--mark-color)' }}
            >
              <ShapeIcon shape={isPreempted ? 'triangle' : (looks?.shape ?? 'circle')} isHollow={false} />
            </span>
            <span className={classes['phase']}>{looks?.word ?? event.phase}</span>
            <span className={classes['message']}>{sentence(event.message)}</span>
            <span className={classes['at']}>
              <TimeAgo at={event.at} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}
