import type { Inputs } from '../trpc.ts'

/** One question to the control plane: a procedure, and what it is given. */
export interface Question {
  path: string
  input: object
}

/** What the control plane said to one question of several. */
export type Answer = { result: { data: unknown } } | { error: unknown }

declare global {
  /** What was asked before the application was there, by {@link keyOf}. Made by the boot script, used up by the application. */
  var fairleadAnswers: Map<string, Promise<Answer | undefined>> | undefined
}

/** A question that the router has, with an input that it takes. */
export function ask<R extends keyof Inputs, P extends keyof Inputs[R]>(
  router: R,
  procedure: P,
  input: Inputs[R][P] & object,
): Question {
  return { path: `${router}.${String(procedure)}`, input }
}

/** The same for equal questions, whatever the order of their fields. */
export function keyOf(path: string, input: unknown): string {
  const fields = Object.entries((input ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return `${path} ${JSON.stringify(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)))}`
}
