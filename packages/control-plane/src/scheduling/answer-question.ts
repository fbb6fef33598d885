import { suggest, tryWorkload, type Policy, type RoundInputs, type SchedulerState } from '@fairlead/scheduler'
import type { EngineQuestions, QuestionToEngine } from './engine-questions.ts'
import { makeOffer } from './make-offer.ts'

/** Answers in the engine's thread, between two rounds, and leaves the state as it is. */
export function answerQuestion(
  state: SchedulerState,
  policy: Policy,
  inputs: RoundInputs,
  question: QuestionToEngine,
): EngineQuestions[QuestionToEngine['kind']]['answers'] {
  switch (question.kind) {
    case 'try':
      return question.workloads.map((workload) => tryWorkload(state, policy, inputs, workload))
    case 'offer':
      return makeOffer(state, policy, inputs, question)
    case 'suggest':
      return suggest(state, policy, inputs, question.workloadId, question)
  }
}
