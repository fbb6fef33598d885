import type { AdminStreams } from './life-place.ts'

/** What ends a command: nothing for one that puts right what would else stay half done, and else that somebody wants to leave. */
export function signalFor(signal: AbortSignal, streams: AdminStreams | undefined): AbortSignal {
  return streams?.isRepair === true ? new AbortController().signal : signal
}
