import type { Delta, Plan, Policy } from '@fairlead/scheduler'

/** Between the control plane and the engine's thread. Only changes go in, only decisions come out. */
export type ToEngine =
  | { type: 'deltas'; deltas: Delta[] }
  | { type: 'plan'; id: number; policy: Policy; now: number; seed: number }
  | { type: 'check'; id: number }

export type FromEngine =
  | { type: 'plan'; id: number; plan: Plan; planMicros: number }
  | { type: 'check'; id: number; violations: string[] }
  | { type: 'failed'; id: number; message: string }
