import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZodError } from 'zod'
import type { Problem } from '../common/schemas.ts'
import { AppError, type ErrorCode } from '../lib/app-error.ts'
import type { Logger } from '../lib/logger.ts'

/** Each refusal as REST and tRPC say it. A new code does not compile until it stands here. */
export const ERROR_MAP: Record<ErrorCode, { http: ContentfulStatusCode; trpc: TRPC_ERROR_CODE_KEY }> = {
  VALIDATION: { http: 400, trpc: 'BAD_REQUEST' },
  SECRET_IN_SPEC: { http: 422, trpc: 'UNPROCESSABLE_CONTENT' },
  UNKNOWN_TEMPLATE: { http: 422, trpc: 'UNPROCESSABLE_CONTENT' },
  UNAUTHENTICATED: { http: 401, trpc: 'UNAUTHORIZED' },
  FORBIDDEN: { http: 403, trpc: 'FORBIDDEN' },
  NOT_FOUND: { http: 404, trpc: 'NOT_FOUND' },
  CONFLICT: { http: 409, trpc: 'CONFLICT' },
  IDEMPOTENCY_MISMATCH: { http: 422, trpc: 'UNPROCESSABLE_CONTENT' },
  RATE_LIMITED: { http: 429, trpc: 'TOO_MANY_REQUESTS' },
  LOGS_NOT_AVAILABLE: { http: 409, trpc: 'PRECONDITION_FAILED' },
  CLUSTER_OFFLINE: { http: 503, trpc: 'SERVICE_UNAVAILABLE' },
  UNAVAILABLE: { http: 503, trpc: 'SERVICE_UNAVAILABLE' },
  INTERNAL: { http: 500, trpc: 'INTERNAL_SERVER_ERROR' },
}

/**
 * Any thrown thing as a refusal. What we did not mean to throw becomes INTERNAL: its text stays in the log, and the caller gets the request
 * id that finds it there.
 */
export function toAppError(error: unknown, log: Logger): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return validationError(error)
  if (isDatabaseAway(error)) {
    log.warn({ err: error }, 'database is away')
    return new AppError('UNAVAILABLE', 'the database is out of reach right now', {
      hint: 'try again in a moment',
      cause: error,
    })
  }
  log.error({ err: error }, 'request failed')
  return new AppError('INTERNAL', 'something went wrong on our side', {
    hint: 'give the request id to whoever runs the control plane',
    cause: error,
  })
}

export function validationError(error: ZodError): AppError {
  const issues = error.issues
    .slice(0, 50)
    .map((issue) => ({ path: issue.path.join('.') || '(root)', message: issue.message }))
  const [first] = issues
  return new AppError(
    'VALIDATION',
    `${first?.path}: ${first?.message}${issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''}`,
    {
      hint: 'correct the fields named in issues',
      issues,
    },
  )
}

/** The refusal as its reader gets it. */
export function problemOf(error: AppError, requestId: string): Problem {
  const { code, message, hint, issues } = error
  return { error: { code, message, hint, issues, requestId } }
}

function isDatabaseAway(error: unknown): boolean {
  const chain = [error, error instanceof Error ? error.cause : undefined]
  return chain.some((link) => {
    const code = (link as { code?: unknown } | undefined)?.code
    return (
      typeof code === 'string' &&
      /^(ECONNREFUSED|ECONNRESET|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|57P0[123]|08...)$/.test(code)
    )
  })
}
