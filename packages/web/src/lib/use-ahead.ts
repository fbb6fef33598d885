import type { FetchQueryOptions } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryClient } from './query-client.ts'

/**
 * Asks, together with a page's own questions, what its parts will ask as soon as they are there: one request and one way to the control plane instead of
 * two after each other. Only at first: afterwards each part keeps its own fresh.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- Each question has an answer of its own type, and here none matters.
export function useAhead(questions: readonly FetchQueryOptions<any, any, any, any>[]): void {
  useEffect(() => {
    for (const question of questions) void queryClient.prefetchQuery(question)
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
}
