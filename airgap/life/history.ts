import { isDeepStrictEqual } from 'node:util'

/** How many releases there is a way back to, with the one that runs. */
export const RELEASES_KEPT = 3

/** A release that ran at a site and can run again; where it is kept knows what else that takes. */
export interface KeptRelease {
  version: string
  /** Of the release. */
  counter: number
  /** When it was found good. */
  at: string
}

export interface History<T extends KeptRelease = KeptRelease> {
  /** Newest first; the first one is what was last found good. */
  entries: T[]
  /** The version that an upgrade is bringing, or was when it was broken off. */
  pending?: string | undefined
}

/** Puts a release that was found good at the head; the same one again takes the place of what it was, and one that is as it was changes nothing. */
export function commit<T extends KeptRelease>(history: History<T>, newest: T): History<T> {
  const { entries, pending } = history
  const [head] = entries
  if (pending === undefined && isDeepStrictEqual(asKept({ ...newest, at: head?.at ?? '' }), head)) return history
  return { entries: [newest, ...entries.filter(({ counter }) => counter !== newest.counter)] }
}

/** What is kept once a site has gone back to one of its releases: that one and those before it. */
export function backTo<T extends KeptRelease>({ entries }: History<T>, counter: number): History<T> {
  const at = entries.findIndex((each) => each.counter === counter)
  return { entries: entries.slice(Math.max(0, at)) }
}

/** As it is written down: the newest few, and no word of an upgrade where there is none. */
export function toKeep<T extends KeptRelease>({ entries, pending }: History<T>): History<T> {
  return { entries: entries.slice(0, RELEASES_KEPT), ...(pending === undefined ? {} : { pending }) }
}

/** As it comes back from where it is kept. */
function asKept<T extends KeptRelease>(newest: T): T {
  return JSON.parse(JSON.stringify(newest)) as T
}
