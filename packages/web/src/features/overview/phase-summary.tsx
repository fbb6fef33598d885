import { Link } from '@tanstack/react-router'
import { StackedBar } from '../../components/bars/usage-bar.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import { Section } from '../../components/page/section.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { cx } from '../../lib/cx.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { ACTIVE_PHASES, isFinal, PHASE_LOOKS, PHASES, type Phase } from '../workloads/phases.ts'
import type { WorkloadSearch } from '../workloads/workload-search.ts'
import classes from './overview.module.css'

/** The list of exactly those that are counted. */
export function phaseSearch(phase: Phase): WorkloadSearch {
  return isFinal(phase) ? { phase: [phase], q: 'finished:<24h' } : { phase: [phase] }
}

/** How many workloads are in each phase, each a link to exactly those. */
export function PhaseSummary({
  counts,
  oldSince,
}: {
  counts: Readonly<Record<string, number>>
  oldSince: number | undefined
}) {
  const active = ACTIVE_PHASES.reduce((sum, phase) => sum + (counts[phase] ?? 0), 0)
  return (
    <Section
      title="Workloads"
      oldSince={oldSince}
      note={`${formatNumber(active)} unfinished; ended in the last 24 hours`}
      actions={
        <CsvButton
          name="workloads-by-phase"
          of="counts"
          columns={() => import('./overview-csv.ts').then((module) => module.PHASE_CSV)}
          readPage={wholeList(PHASES.map((phase) => [phase, counts[phase] ?? 0] as const))}
        />
      }
    >
      <StackedBar
        parts={ACTIVE_PHASES.map((phase) => ({ key: phase, value: counts[phase] ?? 0, tone: PHASE_LOOKS[phase].tone }))}
      />
      <div className={classes['phases']}>
        {PHASES.map((phase) => (
          <Link key={phase} to="/workloads" search={phaseSearch(phase)}>
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
