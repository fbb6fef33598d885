import type { Round } from '../round/round.ts'
export function preempt(_round: Round, _at: number): boolean {
  return false
}
