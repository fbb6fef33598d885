import type { Offer, OfferRequest } from './make-offer.ts'
import type { Forecast, Suggestion, Trial, WorkloadUpsert } from '@fairlead/scheduler'

/** What the engine can be asked beside its rounds: what it takes, and what it answers. None of it changes anything. */
export interface EngineQuestions {
  /** Each workload on its own: what the next round would do if it waited, too. */
  try: { asks: { workloads: WorkloadUpsert[] }; answers: Trial[] }
  /** Where copies of a workload would fit, and how many. */
  offer: { asks: OfferRequest; answers: Offer[] }
  /** What would help a workload that waits, within these pools. Costs up to a hundred rounds: see {@link SlowQuestion}. */
  suggest: { asks: { workloadId: string; poolIds: readonly string[] }; answers: Suggestion[] }
  /** When each of these would start that nobody has submitted, if it were the only new one. Takes seconds; `null`: there was no time for it. */
  forecast: { asks: { workloads: WorkloadUpsert[] }; answers: (Forecast | null)[] }
}
export type QuestionKind = keyof EngineQuestions
/** Never asked of the engine that plans the rounds: they would wait for the answer. */
export type SlowQuestion = 'suggest'

export type EngineQuestion = { [K in QuestionKind]: { kind: K } & EngineQuestions[K]['asks'] }[QuestionKind]

/** Those that the engine's own thread answers. */
export type QuestionToEngine = Exclude<EngineQuestion, { kind: 'forecast' }>

/** Asks the engine of whichever replica leads. Throws UNAVAILABLE while none does, and RATE_LIMITED when too many ask. */
export type AskEngine = <K extends Exclude<QuestionKind, SlowQuestion>>(
  question: { kind: K } & EngineQuestions[K]['asks'],
) => Promise<EngineQuestions[K]['answers']>
