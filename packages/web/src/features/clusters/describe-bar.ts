import { formatDuration, formatMinute } from '../../lib/format/time.ts'
import { startSpan } from '../explain/start-span.ts'
import { PHASE_LOOKS } from '../workloads/phases.ts'
import type { WorkBar } from './gantt-rows.ts'

/** What the line below a timeline says of a bar. Times are of the reader's zone. */
export function describeBar(bar: WorkBar, row: string, { now, zone }: { now: number; zone: string }): string {
  const { name, kind, start, end, workload, about } = bar
  if (kind === 'event') return `${about} on ${row}, ${formatMinute(start, zone)}`
  if (!workload) return `${about}, ${formatMinute(start, zone)} to ${formatMinute(Math.min(end, now), zone)}`
  const whose = `${name} of ${workload.project.name}`
  if (kind === 'next') {
    const estimate = workload.startEstimate
    return `${whose}: expected to start ${estimate ? startSpan(estimate, now) : 'later'}`
  }
  const word = PHASE_LOOKS[workload.status.phase].word.toLowerCase()
  return `${whose} on ${row}: ${word}, ${formatDuration(end - start)} from ${formatMinute(start, zone)}`
}
