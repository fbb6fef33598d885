import type { Context } from './context.ts'

/**
 * A stream that ends when its credential does: what `open` answers, for as long as whoever asked is who they were and may what they might.
 * After that it throws UNAUTHENTICATED, or UNAVAILABLE when only their roles have changed, so that a reader asks again with those.
 * `open` is called when the first event is asked for, with a signal that tells either end.
 */
export type GuardStream = <T>(
  ctx: Pick<Context, 'credential' | 'access'>,
  signal: AbortSignal,
  open: (signal: AbortSignal) => AsyncGenerator<T> | Promise<AsyncGenerator<T>>,
) => AsyncGenerator<T>
