import { StackedBar } from '../../components/bars/usage-bar.tsx'
import { formatDuration } from '../../lib/format/time.ts'
import { lifeParts } from '../workloads/life.ts'
import { PHASE_LOOKS, PHASES } from '../workloads/phases.ts'
import type { Comparison } from './comparison-value.ts'
import classes from './compare.module.css'

/** The phases of each from its submission on, all on one scale, with their lengths beside them. */
export function ComparisonLives({ comparison }: { comparison: Comparison }) {
  const lives = comparison.items.filter(({ workload }) => workload !== null)
  const spans = lives.map(({ stays }) => stays.reduce((sum, { ms }) => sum + ms, 0))
  const longest = Math.max(...spans, 1)
  return (
    <div className={classes['lives']}>
      {lives.map(({ ref, workload, stays }, index) => (
        <div key={ref} className={classes['life']}>
          <strong>{workload?.name}</strong>
          <div style={{ width: `${Math.max(1, ((spans[index] ?? 0) / longest) * 100)}%` }}>
            <StackedBar parts={lifeParts(stays)} height={10} />
          </div>
          <div className={classes['stays']}>
            {PHASES.flatMap((phase) => {
              const ms = stays.filter((stay) => stay.phase === phase).reduce((sum, stay) => sum + stay.ms, 0)
              return ms > 0 ? [`${PHASE_LOOKS[phase].word} ${formatDuration(ms)}`] : []
            }).map((text) => (
              <span key={text}>{text}</span>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
