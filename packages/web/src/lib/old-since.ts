import { useNow } from './clock.ts'

/** An answer, and whether asking again failed. */
export interface Answered {
  data: unknown
  isError: boolean
  dataUpdatedAt: number
}

/** So many turns may be missed before what is shown counts as old. */
const TURNS_MAX = 3

/**
 * When the oldest of these answers came, in ms, if it is too old to be taken for now: asking again failed, or it is read every `everyMs` and three turns passed
 * without. `undefined`: all are as they should be.
 */
export function oldSince(answers: readonly Answered[], everyMs: number | undefined, now: number): number | undefined {
  const old = answers.filter(
    ({ data, isError, dataUpdatedAt }) =>
      data !== undefined && (isError || (everyMs !== undefined && now - dataUpdatedAt > TURNS_MAX * everyMs)),
  )
  return old.length === 0 ? undefined : Math.min(...old.map(({ dataUpdatedAt }) => dataUpdatedAt))
}

/** {@link oldSince}, followed. */
export function useOldSince(answers: readonly Answered[], everyMs?: number): number | undefined {
  return oldSince(answers, everyMs, useNow())
}
