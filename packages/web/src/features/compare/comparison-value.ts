import { formatAmount, formatMemory } from '../../lib/format/amounts.ts'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { formatDuration } from '../../lib/format/time.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { formatFigure, formatProgress } from '../workloads/figures.ts'
import { PHASE_LOOKS, type Phase } from '../workloads/phases.ts'

export type Comparison = Outputs['workloads']['compare']
export type ComparisonRow = Comparison['rows'][number]

export const GROUP_TITLES: Record<ComparisonRow['group'], string> = {
  what: 'What it is',
  work: 'Specification',
  resources: 'Resources of each replica',
  environment: 'Environment',
  placement: 'Placement',
  life: 'Life',
  use: 'Use',
}

/** A value as it is read. Times are shown by the cell itself. */
export function valueText({ unit, name }: ComparisonRow, value: string | number | null): string {
  if (value === null) return UNKNOWN
  if (typeof value === 'string') return name === 'phase' ? (PHASE_LOOKS[value as Phase]?.word ?? value) : value
  if (unit === 'ms') return formatDuration(value)
  if (unit === 'memory') return formatMemory(value)
  if (unit === 'cpu' || unit === 'gpu') return formatAmount(unit, value)
  if (unit === 'percent') return `${formatNumber(value, 1)} %`
  if (unit === 'share') return formatProgress(value)
  return unit === 'hours' ? formatNumber(value, 2) : formatFigure(value)
}

/** Fields of the specification keep their path; words begin as a sentence does. */
export function rowLabel({ group, name, unit }: ComparisonRow): { text: string; isPath: boolean } {
  const isPath = ['work', 'environment'].includes(group) || name.includes('.') || /^[a-z]+[A-Z]/.test(name)
  const suffix = unit === 'cpu' ? ', cores' : unit === 'gpu' ? ', devices' : ''
  return { text: isPath ? name : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}${suffix}`, isPath }
}
