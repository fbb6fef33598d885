import type { Phase } from '../models.ts'

/** Phases in which nothing more can happen. */
export const FINAL_PHASES = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const satisfies readonly Phase[]

/** True when nothing more can happen. */
export function isFinal(phase: Phase): boolean {
  return (FINAL_PHASES as readonly Phase[]).includes(phase)
}
