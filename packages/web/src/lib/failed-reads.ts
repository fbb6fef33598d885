import type { QueryKey } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { isPassing, problemOf } from './problem.ts'
import { queryClient } from './query-client.ts'

/** Questions that a page follows, were answered once, and failed when they were asked again. */
export interface FailedReads {
  /** What they are about, in words: `node pools`. Each once, in order. */
  names: string[]
  /** When the oldest of their answers came, in ms. */
  oldestAt: number
  /** What the control plane says of the first. */
  message: string
  /** Asking again could help. */
  isPassing: boolean
}

interface Asked {
  queryKey: QueryKey
  state: { status: string; data: unknown; error: unknown; dataUpdatedAt: number }
  isActive: () => boolean
}

/** Of these questions, those whose answer on screen is old because asking again failed. Nothing when all is well. */
export function failedReads(queries: readonly Asked[]): FailedReads | undefined {
  const failed = queries.filter(
    // Who is signed in is nothing that a page shows.
    (query) =>
      query.state.status === 'error' &&
      query.state.data !== undefined &&
      query.isActive() &&
      wordsOf(query.queryKey) !== 'session',
  )
  const [first] = failed
  if (!first) return undefined
  const problems = failed.map(({ state }) => problemOf(state.error))
  return {
    names: [...new Set(failed.map(({ queryKey }) => wordsOf(queryKey)))].sort(),
    oldestAt: Math.min(...failed.map(({ state }) => state.dataUpdatedAt)),
    message: problems[0]?.message ?? '',
    isPassing: problems.some(isPassing),
  }
}

/** `nodePools` of `[['nodePools', 'list'], …]`, as words. */
function wordsOf([head]: QueryKey): string {
  const name = String(Array.isArray(head) ? head[0] : head)
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

const cache = queryClient.getQueryCache()
let known: { text: string; reads: FailedReads | undefined } = { text: '', reads: undefined }

/** The same object as long as nothing is different, as React wants it. */
function current(): FailedReads | undefined {
  const reads = failedReads(cache.getAll())
  const text = reads ? JSON.stringify(reads) : ''
  if (text !== known.text) known = { text, reads }
  return known.reads
}

/** What of the page is old because it could not be read again. */
export function useFailedReads(): FailedReads | undefined {
  return useSyncExternalStore((listener) => cache.subscribe(listener), current)
}

/** Asks again what failed, and nothing else. */
export async function readFailedAgain(): Promise<void> {
  await queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
}
