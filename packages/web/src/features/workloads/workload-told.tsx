import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { JsonView } from '../../components/code/json-view.tsx'
import { Section } from '../../components/page/section.tsx'
import type { Outputs } from '../../lib/trpc.ts'
import { formatFigure, formatProgress } from './figures.ts'
import classes from './workload-told.module.css'

type Told = Pick<Outputs['workloads']['get'], 'progress' | 'figures' | 'result' | 'name'>

/** What the command of the newest run tells of itself: how far it is, its figures, and its result. Nothing told, nothing shown. */
export function WorkloadTold({ workload }: { workload: Told }) {
  const { progress, figures, result, name } = workload
  const all = Object.entries(figures)
  if (progress === null && all.length === 0 && result === null) return null
  return (
    <Section title="What it tells" note="of its newest run">
      <div className={classes['told']}>
        {progress === null ? null : (
          <div
            className={classes['progress']}
            role="progressbar"
            aria-label="Progress"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.floor(progress * 100)}
          >
            <span>Progress</span>
            <strong>{formatProgress(progress)}</strong>
            <UsageBar used={progress} total={1} height={8} />
          </div>
        )}
        {all.length > 0 ? (
          <dl className={classes['figures']}>
            {all.map(([figure, value]) => (
              <div key={figure}>
                <dt>{figure}</dt>
                <dd>{formatFigure(value)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {result === null ? null : <JsonView title="Result" value={result} file={`${name}-result.json`} />}
      </div>
    </Section>
  )
}
