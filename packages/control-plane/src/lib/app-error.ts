/** Every way in which a request can be refused. `api/error-map.ts` maps each to a status for REST and tRPC. */
export const ERROR_CODES = [
  'VALIDATION',
  'SECRET_IN_SPEC',
  'UNKNOWN_TEMPLATE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'IDEMPOTENCY_MISMATCH',
  'RATE_LIMITED',
  'LOGS_NOT_AVAILABLE',
  'CLUSTER_OFFLINE',
  'UNAVAILABLE',
  'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

export interface Issue {
  path: string
  message: string
}

/**
 * A refusal with two readers: `message`, `hint` and `issues` go to whoever asked and hold nothing secret; `cause` goes to the log
 * alone.
 */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string | null
  readonly issues: Issue[]

  constructor(code: ErrorCode, message: string, options: { hint?: string; issues?: Issue[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? null
    this.issues = options.issues ?? []
  }
}

export function notFound(kind: string, ref: string): AppError {
  return new AppError('NOT_FOUND', `there is no ${kind} "${ref}" that you may see`, {
    hint: `list what there is with: fairlead ${kind === 'workload' ? 'ps' : `${kind} ls`}`,
  })
}
