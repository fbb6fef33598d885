import type { Part } from '../../components/bars/usage-bar.tsx'
import { isFinal, PHASE_LOOKS, type Phase } from './phases.ts'

/** How long a workload was in each phase, in the order in which it went through them. */
export interface Stay {
  phase: Phase
  ms: number
}

/** Stays from what happened; the last one reaches until now unless it is an end. */
export function staysOf(events: readonly { at: string; phase: string }[], now: number): Stay[] {
  const changes = events
    .filter(({ phase }) => phase in PHASE_LOOKS)
    .filter(({ phase }, index, list) => index === 0 || list[index - 1]?.phase !== phase)
  return changes.flatMap(({ at, phase }, index) => {
    const next = changes[index + 1]
    if (!next && isFinal(phase as Phase)) return []
    const end = next ? Date.parse(next.at) : now
    return [{ phase: phase as Phase, ms: Math.max(0, end - Date.parse(at)) }]
  })
}

/** The stays as parts of one bar. */
export function lifeParts(stays: readonly Stay[]): Part[] {
  return stays.map(({ phase, ms }, index) => ({ key: `${phase} ${index}`, value: ms, tone: PHASE_LOOKS[phase].tone }))
}

/** Time in all, by phase. */
export function timeIn(stays: readonly Stay[], phases: readonly Phase[]): number {
  return stays.filter(({ phase }) => phases.includes(phase)).reduce((sum, { ms }) => sum + ms, 0)
}
