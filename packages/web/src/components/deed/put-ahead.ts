import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** What questions are taken to be answered with, as long as nobody knows better. */
export interface Ahead {
  /** Of all questions that begin so. */
  queryKey: QueryKey
  /** The answer with the change in it; the same answer where it is not about that. */
  patch: (before: never) => unknown
}

/** Shows a change before it is answered. Answers how to take it back: what has been read since stays. */
export async function putAhead(client: QueryClient, ahead: readonly Ahead[]): Promise<() => void> {
  const undo: (() => void)[] = []
  for (const { queryKey, patch } of ahead) {
    // What is on its way was asked before, and would show the old again.
    await client.cancelQueries({ queryKey })
    for (const [key, before] of client.getQueriesData({ queryKey })) {
      if (before === undefined) continue
      const after = patch(before as never)
      if (after === before) continue
      const shown = client.setQueryData(key, after)
      undo.push(() => client.setQueryData(key, (now: unknown) => (now === shown ? before : now)))
    }
  }
  return () => {
    for (const one of undo) one()
  }
}
