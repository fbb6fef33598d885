import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { StackedBar } from '../../components/bars/usage-bar.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { useNow } from '../../lib/clock.ts'
import { formatDuration } from '../../lib/format/time.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { Explain } from '../explain/explain.tsx'
import { useWhy } from '../explain/use-why.ts'
import { lifeParts, staysOf, timeIn } from './life.ts'
import { isFinal, PHASE_LOOKS, PHASES } from './phases.ts'
import { Timeline } from './timeline.tsx'
import { whyCommands } from './workload-commands.ts'
import { WorkloadTold } from './workload-told.tsx'
import { WorkloadFacts } from './workload-facts.tsx'
import classes from './workload-page.module.css'

const TellToggle = lazy(() => import('../tell/tell-toggle.tsx').then((module) => ({ default: module.TellToggle })))

/** Where a workload is, why, and how it came there. */
export function WorkloadStatusTab({ workload }: { workload: Outputs['workloads']['get'] }) {
  const ref = { workload: workload.id }
  const why = useWhy(ref)
  const timeline = useQuery(trpc.workloads.timeline.queryOptions(ref))
  const isWaiting = workload.status.phase === 'QUEUED'
  return (
    <div className={classes['columns']}>
      <div className={classes['main']}>
        <Section
          title={isWaiting ? 'Why it waits' : 'Where it is'}
          actions={
            <>
              {isFinal(workload.status.phase) ? null : (
                <Suspense fallback={null}>
                  <TellToggle workload={workload} />
                </Suspense>
              )}
              <CopyAs title="The same by hand" commands={whyCommands(workload)} />
            </>
          }
        >
          {why.data ? (
            <Explain why={why.data} />
          ) : why.isError ? (
            <ErrorState title="The reason could not be read" error={why.error} onRetry={() => void why.refetch()} />
          ) : (
            <SkeletonRows what="the reason" rows={3} />
          )}
        </Section>
        <WorkloadTold workload={workload} />
        <Section title="Timeline">
          {timeline.data ? (
            <div className={classes['main']}>
              <Life events={timeline.data.items} />
              <Timeline events={timeline.data.items} />
            </div>
          ) : timeline.isError ? (
            <ErrorState
              title="The timeline could not be read"
              error={timeline.error}
              onRetry={() => void timeline.refetch()}
            />
          ) : (
            <SkeletonRows what="the timeline" rows={4} />
          )}
        </Section>
      </div>
      <Section title="Facts">
        <WorkloadFacts workload={workload} />
      </Section>
    </div>
  )
}

function Life({ events }: { events: readonly { at: string; phase: string }[] }) {
  const now = useNow(1000)
  const stays = staysOf(events, now)
  return (
    <div className={classes['life']}>
      <StackedBar parts={lifeParts(stays)} height={10} />
      <div className={classes['stays']}>
        {PHASES.filter((phase) => timeIn(stays, [phase]) > 0).map((phase) => (
          <span key={phase}>
            <Mark tone={PHASE_LOOKS[phase].tone} shape={PHASE_LOOKS[phase].shape}>
              {PHASE_LOOKS[phase].word}
            </Mark>
            {formatDuration(timeIn(stays, [phase]))}
          </span>
        ))}
      </div>
    </div>
  )
}
