import type { Offer, OfferRequest } from './make-offer.ts'
import type { Trial, WorkloadUpsert } from '@fairlead/scheduler'

/** What the engine can be asked beside its rounds: what it takes, and what it answers. None of it changes anything. */
export interface EngineQuestions {
  /** Each workload on its own: what the next round would do if it waited, too. */
  try: { asks: { workloads: WorkloadUpsert[] }; answers: Trial[] }
  /** Where copies of a workload would fit, and how many. */
  offer: { asks: OfferRequest; answers: Offer[] }
}
export type QuestionKind = keyof EngineQuestions

export type EngineQuestion = { [K in QuestionKind]: { kind: K } & EngineQuestions[K]['asks'] }[QuestionKind]

/** Asks the engine of whichever replica leads. Throws UNAVAILABLE while none does, and RATE_LIMITED when too many ask. */
export type AskEngine = <K extends QuestionKind>(
  question: { kind: K } & EngineQuestions[K]['asks'],
) => Promise<EngineQuestions[K]['answers']>
