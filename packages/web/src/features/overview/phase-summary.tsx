import { Link } from '@tanstack/react-router'
import { StackedBar } from '../../components/bars/usage-bar.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { ACTIVE_PHASES, PHASE_LOOKS, PHASES } from '../workloads/phases.ts'
import classes from './overview.module.css'

/** How many workloads are in each phase, each a link to exactly those. */
export function PhaseSummary({ counts }: { counts: Readonly<Record<string, number>> }) {
  const active = ACTIVE_PHASES.reduce((sum, phase) => sum + (counts[phase] ?? 0), 0)
  return (
    <Section title="Workloads" note={`${plural(active, 'unfinished workload')}; finished ones of the last 24 hours`}>
      <StackedBar
        parts={ACTIVE_PHASES.map((phase) => ({ key: phase, value: counts[phase] ?? 0, tone: PHASE_LOOKS[phase].tone }))}
      />
      <div className={classes['phases']}>
        {PHASES.map((phase) => (
          <Link key={phase} to="/workloads" search={{ phase: [phase] }}>
            <Mark tone={PHASE_LOOKS[phase].tone} shape={PHASE_LOOKS[phase].shape}>
              {PHASE_LOOKS[phase].word}
            </Mark>
            <span className={cx((counts[phase] ?? 0) === 0 && classes['dim'])}>{formatNumber(counts[phase] ?? 0)}</span>
          </Link>
        ))}
      </div>
    </Section>
  )
}
