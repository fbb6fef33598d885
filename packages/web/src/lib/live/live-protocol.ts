import type { Outputs } from '../trpc.ts'

/** One event of the control plane's stream. */
export type LiveEvent = Outputs['live']['changes'] extends AsyncIterable<infer E> ? E : never

/** What changed, by topic. `many`: more than was named, read the list again. */
export type Topics = Record<string, { ids: string[]; many: boolean }>

/** How the stream is: `live`, or since when it is not. */
export interface LiveState {
  status: 'connecting' | 'live' | 'reconnecting' | 'signed-out'
  /** Start of this status, in milliseconds. */
  since: number
}

/** From the stream's owner to a tab. `reset`: something may have been missed, read again what is on screen. */
export type ToTab = { type: 'state'; state: LiveState } | { type: 'reset' } | { type: 'changes'; topics: Topics }

/** From a tab to the stream's owner. */
export type FromTab = { type: 'hello' } | { type: 'bye' } | { type: 'restart' }
