import type { Delta, Plan, Policy, Violation } from '@fairlead/scheduler'

/** Between the control plane and the engine's thread. Only changes go in, only decisions come out. */
export type ToEngine =
  | { type: 'deltas'; deltas: Delta[] }
  | { type: 'plan'; id: number; policy: Policy; now: number; seed: number }
  | { type: 'check'; id: number }

export type FromEngine =
  | { type: 'plan'; id: number; plan: Plan; planMicros: number }
  | { type: 'check'; id: number; violations: Violation[] }
  | { type: 'failed'; id: number; message: string }
