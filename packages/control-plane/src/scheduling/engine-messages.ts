import type { QuestionToEngine } from './engine-questions.ts'
import type { Delta, Plan, Policy, RoundInputs, Violation } from '@fairlead/scheduler'

/** What a round is asked, as data: chance is a seed. */
export type AskedRound = Omit<RoundInputs, 'random'> & { seed: number }

/** What the engine's thread is made with. */
export interface EngineOptions {
  /** Keep what is needed to plan logged rounds again. */
  isRecording: boolean
}

/** What it takes to plan again from the entry before; see `db/schema/decision-log.ts`. */
export interface EngineRecord {
  payload: Uint8Array
  decisions: number
  /** Of the plan as text; undefined where there is none. */
  planSha256?: string
}

/** By workload id, what each that is given or held room asked for when the round was planned. */
export type ClassKeys = Readonly<Record<string, string>>

/** Between the control plane and the engine's thread. Only changes go in, only decisions come out. */
export type ToEngine =
  | { type: 'deltas'; deltas: Delta[] }
  | { type: 'plan'; id: number; policy: Policy; inputs: AskedRound }
  | { type: 'record'; id: number; kind: 'world' | 'news' | 'round' }
  | { type: 'ask'; id: number; policy: Policy; inputs: AskedRound; question: QuestionToEngine }
  | { type: 'describe'; id: number }
  | { type: 'check'; id: number }

export type FromEngine =
  | { type: 'plan'; id: number; plan: Plan; planMicros: number; unrecorded: number; classKeys: ClassKeys }
  | { type: 'record'; id: number; record: EngineRecord }
  | { type: 'answer'; id: number; answer: unknown }
  | { type: 'describe'; id: number; world: Uint8Array }
  | { type: 'check'; id: number; violations: Violation[] }
  | { type: 'failed'; id: number; message: string }
