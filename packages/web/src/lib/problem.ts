import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@fairlead/control-plane/api'

/** A refusal or a failure, ready to be read by a person. */
export interface Problem {
  /** The API's stable code, or `OFFLINE` when nothing answered. */
  code: string
  message: string
  hint: string | null
  issues: { path: string; message: string }[]
  requestId: string | null
}

/** Any thrown thing as a problem. What did not come from the API is a connection that failed, or a fault of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TRPCClientError) {
    const shaped = (error as TRPCClientError<AppRouter>).data?.problem
    if (shaped) return { ...shaped, requestId: shaped.requestId === '' ? null : shaped.requestId }
    return {
      code: 'OFFLINE',
      message: 'the control plane does not answer',
      hint: 'check the network; the page tries again by itself',
      issues: [],
      requestId: null,
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'CONSOLE', message, hint: 'reload the page', issues: [], requestId: null }
}

/** True when trying the same thing again could help. */
export function isPassing(problem: Problem): boolean {
  return ['OFFLINE', 'UNAVAILABLE', 'INTERNAL', 'CLUSTER_OFFLINE', 'RATE_LIMITED'].includes(problem.code)
}

/** The first message for a field of a form, by the path that the API names. */
export function issueFor(problem: Problem | undefined, path: string): string | undefined {
  return problem?.issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message
}
