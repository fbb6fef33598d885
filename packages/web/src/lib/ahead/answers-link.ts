import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import type { AppRouter } from '@fairlead/control-plane/api'
import { keyOf } from './questions.ts'

/** Answers what was asked before the application was there, each question once. What was not answered goes on to the control plane, and so does everything after a change. */
export const answersAhead: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (op.type === 'mutation') forgetAnswers()
    const answers = op.type === 'query' ? globalThis.fairleadAnswers : undefined
    const key = answers ? keyOf(op.path, op.input) : ''
    const asked = answers?.get(key)
    if (!asked) return next(op)
    answers?.delete(key)
    return observable((observer) => {
      let isOver = false
      let rest: Unsubscribable | undefined
      const tell = async () => {
        const answer = await asked
        if (isOver) return
        if (answer && 'result' in answer) {
          observer.next({ result: { type: 'data', data: answer.result.data } })
          observer.complete()
        } else if (answer && 'error' in answer) {
          observer.error(TRPCClientError.from(answer as Parameters<typeof TRPCClientError.from>[0]))
        } else rest = next(op).subscribe(observer)
      }
      void tell()
      return () => {
        isOver = true
        rest?.unsubscribe()
      }
    })
  }

/** What nobody has asked for by now would be old when somebody does. */
export function forgetAnswers(): void {
  globalThis.fairleadAnswers = undefined
}
