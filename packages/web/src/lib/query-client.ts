import { QueryClient } from '@tanstack/react-query'
import { isPassing, problemOf } from './problem.ts'

/** What was read stays good until the live stream says otherwise; this long it is taken as fresh without asking. */
const FRESH_MS = 30_000

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      gcTime: 5 * 60_000,
      // A failure is shown at once and tried again behind the message, so that nobody looks at a spinner for half a minute.
      retry: (count, error) => count < 2 && isPassing(problemOf(error)),
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
